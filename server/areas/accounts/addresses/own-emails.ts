import type { z } from 'zod'
import type { emailView } from '../../../../contract/emails.ts'
import type { Db, Tx } from '../../../db/store.ts'
import type { RequestContext, SignedIn } from '../../../http/context.ts'
import { notFound } from '../../../http/errors.ts'
import { countTry } from '../../../http/limits.ts'
import { comparable } from '../../../http/page.ts'
import { newId } from '../../../lib/id.ts'
import { record } from '../../audit/index.ts'
import { makeLink } from '../../mail/index.ts'
import { findPerson, type Person } from '../accounts.ts'
import { checkEmail } from '../emails.ts'
import { emailIsPrimary, emailNotProven, emailYours, lastProvenEmail, tooManyEmails } from '../errors.ts'
import { holdAccount } from '../hold-account.ts'
import { holdOwn } from '../hold-own.ts'
import { endOtherSessions } from '../sessions.ts'
import { verifyLimit } from './limits.ts'
import { sendProof } from './prove.ts'
import { tellAddress } from './tell.ts'

type Asked = RequestContext & { session: SignedIn }
const most = 10

const own = (db: Db, accountId: string) =>
  db
    .selectFrom('emails')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('is_primary', 'desc')
    .orderBy('id')
export type OwnEmail = Awaited<ReturnType<ReturnType<typeof own>['execute']>>[number]

export function presentEmail(row: OwnEmail): z.input<typeof emailView> {
  return {
    ...{ id: row.id, address: row.address, primary: row.is_primary === 1 },
    verifiedAt: row.verified_at === null ? null : new Date(row.verified_at).toISOString(),
    createdAt: new Date(row.created_at).toISOString(),
  }
}

export const listEmails = (ctx: Asked) => own(ctx.store.db, ctx.session.accountId).execute()

/** An address of the one who asks; somebody else's is none. */
export async function findOwnEmail(ctx: Asked, id: string) {
  if (!comparable(id)) return null
  return (await own(ctx.store.db, ctx.session.accountId).where('id', '=', id).executeTakeFirst()) ?? null
}

/** Changes of one account's addresses take their turn: each sees what the one before it left. @throws notFound where it is disabled or gone */
export async function holdEmails(tx: Tx, accountId: string): Promise<OwnEmail[]> {
  if (!(await holdAccount(tx, accountId))) throw notFound()
  return own(tx, accountId).execute()
}

/** The same for who asks: a session that was ended meanwhile changes nothing any more (rule 10). @throws sessionRequired */
async function holdOwnEmails(tx: Tx, ctx: Asked): Promise<OwnEmail[]> {
  await holdOwn(tx, ctx)
  return own(tx, ctx.session.accountId).execute()
}

/** Links for a new password that went to whatever address of the account: one of them may have lost its say (rule 7). */
async function dropResets(tx: Tx, accountId: string): Promise<void> {
  const links = tx.deleteFrom('mail_tokens').where('account_id', '=', accountId)
  await links.where('purpose', '=', 'password_reset').execute()
}

/** Adds an address and writes to it; whether anybody knows it is not looked at (rule 33). @throws invalidEmail, emailYours, tooManyEmails, tooManyRequests, sessionRequired */
export async function addEmail(ctx: Asked, typed: string): Promise<OwnEmail> {
  const email = checkEmail(typed)
  const { accountId } = ctx.session
  await countTry(ctx, [
    { name: 'email-add', key: accountId, tries: 20, seconds: 3600 },
    verifyLimit(email.key),
  ])
  return ctx.store.transaction(async (tx) => {
    const mine = await holdOwnEmails(tx, ctx)
    if (mine.some((row) => row.address_key === email.key)) throw emailYours()
    if (mine.length >= most) throw tooManyEmails(most)
    const now = ctx.clock.now()
    const row = {
      ...{ id: newId('eml', now), account_id: accountId, address: email.address, address_key: email.key },
      ...{ is_primary: mine.some((one) => one.is_primary === 1) ? 0 : 1, verified_at: null, created_at: now },
    }
    await tx.insertInto('emails').values(row).execute()
    await record(tx, ctx, { act: 'account.email_added', accountId, target: row.id, security: true })
    await sendProof(tx, ctx, { accountId, emailId: row.id, address: email.address })
    ctx.store.announce(tx, { kind: 'account', id: accountId })
    return row
  })
}

/** Writes to an unproven address again. @throws tooManyRequests, notFound where it is gone or proven meanwhile */
export async function resendProof(
  ctx: Asked,
  { id, address, address_key, verified_at }: OwnEmail,
): Promise<void> {
  if (verified_at !== null) return
  await countTry(ctx, [verifyLimit(address_key)])
  await ctx.store.transaction(async (tx) => {
    const { accountId } = ctx.session
    const mine = await holdEmails(tx, accountId)
    if (!mine.some((row) => row.id === id && row.verified_at === null)) throw notFound()
    await sendProof(tx, ctx, { accountId, emailId: id, address })
  })
}

/**
 * Makes a proven address the primary one. Other sessions end at once (rule 10); both boxes are told, and the old one can undo it.
 *
 * @throws notFound, emailNotProven
 */
export async function makePrimary(ctx: Asked, id: string): Promise<OwnEmail> {
  const { accountId, sessionDigest } = ctx.session
  return ctx.store.transaction(async (tx) => {
    const mine = await holdOwnEmails(tx, ctx)
    const chosen = mine.find((row) => row.id === id)
    const before = mine.find((row) => row.is_primary === 1)
    if (!chosen) throw notFound()
    if (chosen.verified_at === null) throw emailNotProven()
    if (chosen.is_primary === 1) return chosen
    const all = tx.updateTable('emails').where('account_id', '=', accountId)
    await all.set({ is_primary: 0 }).where('is_primary', '=', 1).execute()
    await all.set({ is_primary: 1 }).where('id', '=', id).execute()
    const endedSessions = await endOtherSessions(tx, accountId, sessionDigest)
    await dropResets(tx, accountId)
    const details = { endedSessions }
    await record(tx, ctx, { act: 'account.email_changed', accountId, target: id, security: true, details })
    const person = (await findPerson(tx, accountId)) as Person
    const told = {
      ...{ accountId, person, kind: 'email_changed' as const },
      params: { from: before?.address ?? '\u2014', to: chosen.address },
    }
    if (before && before.verified_at !== null)
      await tellAddress(tx, ctx, {
        ...told,
        to: before.address,
        path: await undoPath(tx, ctx, accountId, before),
      })
    await tellAddress(tx, ctx, { ...told, to: chosen.address })
    ctx.store.announce(tx, { kind: 'account', id: accountId })
    return { ...chosen, is_primary: 1 }
  })
}

/**
 * Removes an address. The primary one, and the last that is proven, stay: mail and a forgotten password need them.
 *
 * @throws notFound, emailIsPrimary, lastProvenEmail
 */
export async function removeEmail(ctx: Asked, id: string): Promise<void> {
  const { accountId, sessionDigest } = ctx.session
  await ctx.store.transaction(async (tx) => {
    const mine = await holdOwnEmails(tx, ctx)
    const gone = mine.find((row) => row.id === id)
    if (!gone) throw notFound()
    if (gone.is_primary === 1) throw emailIsPrimary()
    const proven = mine.filter((row) => row.verified_at !== null)
    if (gone.verified_at !== null && proven.length === 1) throw lastProvenEmail()
    await tx.deleteFrom('emails').where('id', '=', id).execute()
    await tx.deleteFrom('mail_tokens').where('account_id', '=', accountId).where('subject', '=', id).execute()
    await record(tx, ctx, { act: 'account.email_removed', accountId, target: id, security: true })
    ctx.store.announce(tx, { kind: 'account', id: accountId })
    if (gone.verified_at === null) return
    await endOtherSessions(tx, accountId, sessionDigest)
    await dropResets(tx, accountId)
    const person = (await findPerson(tx, accountId)) as Person
    const told = { accountId, person, kind: 'email_removed' as const, params: { address: gone.address } }
    await tellAddress(tx, ctx, { ...told, to: gone.address, path: await undoPath(tx, ctx, accountId, gone) })
    const primary = mine.find((row) => row.is_primary === 1)
    if (primary && primary.verified_at !== null) await tellAddress(tx, ctx, { ...told, to: primary.address })
  })
}

/** Each change has its own link: a later one does not take the earlier one away. */
async function undoPath(
  tx: Tx,
  ctx: RequestContext,
  accountId: string,
  { address }: OwnEmail,
): Promise<string> {
  const subject = `${address}\n${newId('mai', ctx.clock.now())}`
  return `/undo-email#${await makeLink(tx, ctx, { purpose: 'email_undo', accountId, subject })}`
}
