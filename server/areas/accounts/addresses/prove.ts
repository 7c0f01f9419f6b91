import { isUniqueViolation } from '../../../db/sql.ts'
import type { Tx } from '../../../db/store.ts'
import { addressBucket } from '../../../http/client-address.ts'
import type { RequestContext } from '../../../http/context.ts'
import { countTry } from '../../../http/limits.ts'
import { record } from '../../audit/index.ts'
import { makeLink } from '../../mail/index.ts'
import { findPerson, type Person } from '../accounts.ts'
import { emailTaken, linkInvalid } from '../errors.ts'
import { takeHeld } from './take-held.ts'
import { tellAddress, tellPerson } from './tell.ts'

/** Writes a link to an address that proves it; the one before is good no more. */
export async function sendProof(
  tx: Tx,
  ctx: RequestContext,
  { accountId, emailId, address }: { accountId: string; emailId: string; address: string },
): Promise<void> {
  const token = await makeLink(tx, ctx, { purpose: 'email_verify', accountId, subject: emailId })
  const person = (await findPerson(tx, accountId)) as Person
  const path = `/verify-email#${token}`
  await tellAddress(tx, ctx, {
    kind: 'verify_email',
    to: address,
    accountId,
    person,
    params: { address },
    path,
  })
}

/** The same to the address that an account was made with. */
export async function sendFirstProof(tx: Tx, ctx: RequestContext, accountId: string): Promise<void> {
  const { id, address } = await tx
    .selectFrom('emails')
    .select(['id', 'address'])
    .where('account_id', '=', accountId)
    .where('is_primary', '=', 1)
    .executeTakeFirstOrThrow()
  await sendProof(tx, ctx, { accountId, emailId: id, address })
}

/**
 * Proves an address by its link. It is unique from here on, and what others have claimed of it without a proof is dropped (rule 31).
 *
 * @throws linkInvalid, emailTaken, tooManyRequests
 */
export async function verifyEmail(ctx: RequestContext, token: string): Promise<{ email: string }> {
  await countTry(ctx, [{ name: 'link-address', key: addressBucket(ctx.ip), tries: 300, seconds: 3600 }])
  try {
    return await ctx.store.transaction(async (tx) => {
      const { accountId, subject } = await takeHeld(tx, ctx, { purpose: 'email_verify', token })
      await holdMailbox(tx, ctx, subject)
      const proven = await tx
        .updateTable('emails')
        .set((eb) => ({ verified_at: eb.fn.coalesce('verified_at', eb.val(ctx.clock.now())) }))
        .where('id', '=', subject)
        .where('account_id', '=', accountId)
        .returning(['id', 'address', 'address_key', 'is_primary'])
        .executeTakeFirst()
      if (!proven) throw linkInvalid()
      await dropOtherClaims(tx, ctx, proven.address_key, accountId)
      await record(tx, ctx, { act: 'account.email_proven', accountId, target: proven.id, security: true })
      if (proven.is_primary === 0)
        await tellPerson(tx, ctx, accountId, {
          kind: 'email_added',
          params: { address: proven.address },
          path: '/personal/account/emails',
        })
      ctx.store.announce(tx, { kind: 'account', id: accountId })
      return { email: proven.address }
    })
  } catch (error) {
    if (isUniqueViolation(error)) throw emailTaken()
    throw error
  }
}

/**
 * Accounts that prove one mailbox at once take their turn, each holding all claims on it in one order: otherwise each would wait for the
 * claim that the other is about to drop.
 */
export async function holdMailbox(
  tx: Tx,
  { store }: Pick<RequestContext, 'store'>,
  emailId: string,
): Promise<void> {
  // SQLite has one writer at a time anyway.
  if (store.kind !== 'postgres') return
  await tx
    .selectFrom('emails')
    .select('id')
    .where('address_key', '=', (eb) =>
      eb.selectFrom('emails as one').select('one.address_key').where('one.id', '=', emailId),
    )
    .orderBy('id')
    .forUpdate()
    .execute()
}

/** Other accounts' claims on a mailbox that somebody has just proven: they were nothing but typed (rule 31). */
export async function dropOtherClaims(
  tx: Tx,
  ctx: Pick<RequestContext, 'clock' | 'requestId' | 'store'>,
  key: string,
  accountId: string,
): Promise<void> {
  const dropped = await tx
    .deleteFrom('emails')
    .where('address_key', '=', key)
    .where('account_id', '!=', accountId)
    .where('verified_at', 'is', null)
    .returning(['id', 'account_id'])
    .execute()
  const unnamed = { clock: ctx.clock, requestId: ctx.requestId, ip: '', userAgent: null }
  for (const { id, account_id } of dropped) {
    await record(tx, unnamed, {
      act: 'account.email_claim_dropped',
      accountId: account_id,
      target: id,
      security: true,
    })
    ctx.store.announce(tx, { kind: 'account', id: account_id })
  }
}
