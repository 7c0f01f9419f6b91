import type { Tx } from '../../../db/store.ts'
import { addressBucket } from '../../../http/client-address.ts'
import type { RequestContext, SignedIn } from '../../../http/context.ts'
import { notFound } from '../../../http/errors.ts'
import { countTry } from '../../../http/limits.ts'
import {
  boxesOf,
  clearSessionCookie,
  endSessionsOf,
  expectOtherOperator,
  findPerson,
  holdOwn,
  inWords,
  linkInvalid,
  ownAccount,
  type Person,
  tellAddress,
  usernameKey,
  wake,
} from '../../accounts/index.ts'
import { record } from '../../audit/index.ts'
import { localeOf, makeLink, takeLink } from '../../mail/index.ts'
import type { SettingsStore } from '../../settings/index.ts'
import { closeAccount } from './close-account.ts'
import { sharedOrganizations } from './consequences.ts'
import { eraseDue } from './eraser.ts'
import { soleOwner, usernameMismatch } from './errors.ts'
import { nobody } from './nobody.ts'

type Asked = RequestContext & { session: SignedIn }
type Left = { state: 'waiting' | 'going' | 'gone'; until: string | null }

const dayMs = 86_400_000
/** How long an answer waits for the erasing; what takes longer goes on behind it. */
const patienceMs = 15_000

/**
 * Deletes one's own account (rule 47). It is dead with this transaction; where the operator gives time to take it back, it sleeps until
 * then, otherwise it is erased now.
 *
 * @throws usernameMismatch, lastOperator, soleOwner, sessionRequired
 */
export async function leave(ctx: Asked, settings: SettingsStore, typed: string): Promise<Left> {
  const { accountId, username } = ctx.session
  if (usernameKey(typed.trim()) !== usernameKey(username)) throw usernameMismatch()
  const { deletionGraceDays } = await settings.current()
  const now = ctx.clock.now()
  const due = now + deletionGraceDays * dayMs
  await ctx.store.transaction(async (tx) => {
    await expectOtherOperator(tx, ctx, accountId)
    await holdOwn(tx, ctx)
    await expectOwnersLeft(tx, accountId)
    await tx
      .insertInto('account_deletions')
      .values({ account_id: accountId, asked_at: now, due_at: due, lease: null, leased_until: null })
      .execute()
    if (due > now) await sleep(tx, ctx, due)
    else {
      await closeAccount(tx, ctx, accountId)
      await record(tx, ctx, { act: 'account.deleted', accountId, target: accountId })
    }
  })
  clearSessionCookie(ctx)
  if (due > now) return { state: 'waiting', until: new Date(due).toISOString() }
  return erasedOrGoing(ctx, accountId)
}

/** Closed, and everything is still there: sessions end, keys and tokens stop since the account is disabled. */
async function sleep(tx: Tx, ctx: Asked, due: number): Promise<void> {
  const { accountId } = ctx.session
  const now = ctx.clock.now()
  const person = await findPerson(tx, accountId)
  const time = inWords(due, localeOf(ctx, person?.locale ?? null), person?.time_zone ?? null)
  // A link for each box: who took the account over reads one of them at most.
  for (const to of person ? await boxesOf(tx, ctx, accountId) : []) {
    const token = await makeLink(tx, ctx, { purpose: 'deletion_undo', accountId, subject: to })
    const told = { accountId, person: person as Person, kind: 'deletion_asked' as const, params: { time } }
    await tellAddress(tx, ctx, { ...told, to, path: `/undo-deletion#${token}` })
  }
  await endSessionsOf(tx, accountId)
  await tx.updateTable('accounts').set({ disabled_at: now }).where('id', '=', accountId).execute()
  ctx.store.announce(tx, { kind: 'account', id: accountId })
  await record(tx, ctx, { act: 'account.deletion_asked', accountId, target: accountId, security: true })
}

/**
 * Deletes the account of somebody else, at once: time to think again is for who deletes their own; an operator who wants it disables.
 *
 * @throws ownAccount, usernameMismatch, lastOperator, soleOwner
 */
export async function deleteAccount(ctx: Asked, accountId: string, typed: string): Promise<Left> {
  if (accountId === ctx.session.accountId) throw ownAccount()
  const now = ctx.clock.now()
  await ctx.store.transaction(async (tx) => {
    await expectOtherOperator(tx, ctx, accountId)
    const person = await tx
      .updateTable('accounts')
      .set((eb) => ({ last_sign_in_at: eb.ref('last_sign_in_at') }))
      .where('id', '=', accountId)
      .returning('username_key')
      .executeTakeFirst()
    if (!person) throw notFound()
    if (usernameKey(typed.trim()) !== person.username_key) throw usernameMismatch()
    await expectOwnersLeft(tx, accountId)
    const row = { asked_at: now, due_at: now }
    await tx
      .insertInto('account_deletions')
      .values({ account_id: accountId, ...row, lease: null, leased_until: null })
      .onConflict((conflict) => conflict.column('account_id').doUpdateSet(row))
      .execute()
    await closeAccount(tx, ctx, accountId)
    // Whom is not said: nobody is to be named any more.
    await record(tx, ctx, { act: 'account.deleted', accountId: ctx.session.accountId, target: nobody })
  })
  return erasedOrGoing(ctx, accountId)
}

/** Two owners who leave at once would leave nobody: they take their turn at the organizations that they share. @throws soleOwner */
async function expectOwnersLeft(tx: Tx, accountId: string): Promise<void> {
  const { all } = await sharedOrganizations(tx, accountId)
  for (const id of all.map((one) => one.id).sort())
    await tx
      .updateTable('organizations')
      .set((eb) => ({ slug: eb.ref('slug') }))
      .where('id', '=', id)
      .execute()
  const { blocking } = await sharedOrganizations(tx, accountId)
  if (blocking.length > 0) throw soleOwner(blocking)
}

async function erasedOrGoing(ctx: Asked, accountId: string): Promise<Left> {
  let timer: NodeJS.Timeout | undefined
  const patience = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), patienceMs)
  })
  const erased = eraseDue(ctx, accountId).catch((err: unknown) => {
    ctx.log.error({ err }, 'an account could not be erased yet')
    return false
  })
  const gone = await Promise.race([erased, patience])
  clearTimeout(timer)
  return { state: gone ? 'gone' : 'going', until: null }
}

/** Takes a deletion back by the link that was mailed: the account is as it was, signed out. @throws linkInvalid */
export async function undoDeletion(ctx: RequestContext, token: string): Promise<{ username: string }> {
  await countTry(ctx, [{ name: 'link-address', key: addressBucket(ctx.ip), tries: 300, seconds: 3600 }])
  return ctx.store.transaction(async (tx) => {
    const link = await takeLink(tx, ctx, { purpose: 'deletion_undo', token })
    if (!link || !(await wake(tx, ctx, link.accountId))) throw linkInvalid()
    const { username } = (await findPerson(tx, link.accountId)) as Person
    return { username }
  })
}
