import type { Tx } from '../../db/store.ts'
import type { RequestContext, SignedIn } from '../../http/context.ts'
import { makeLink } from '../mail/index.ts'
import { tellPerson } from './addresses/tell.ts'
import { noProvenAddress } from './errors.ts'
import { holdAccount } from './hold-account.ts'
import { expectOtherOperator } from './other-operator.ts'
import { recordOnBoth } from './record-on-both.ts'
import { endSessionsOf } from './sessions.ts'

type Actor = RequestContext & { session: SignedIn }

/** Every browser that is signed in, half signed in or trusted is so no more (rule 10). Keys and access tokens go on. */
export async function signOutEverywhere(tx: Tx, ctx: Actor, accountId: string): Promise<void> {
  await holdAccount(tx, accountId)
  const { n } = await tx
    .selectFrom('sessions')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow()
  await endSessionsOf(tx, accountId)
  await recordOnBoth(tx, ctx, accountId, 'account.signed_out_everywhere', { endedSessions: Number(n) })
}

/**
 * Nobody signs in to the account, in whatever way, before a new password is chosen by a link in a mail to its proven address; taking that
 * back is possible as long as it was not. Sessions end with it.
 *
 * @throws noProvenAddress, lastOperator
 */
export async function requireNewPassword(
  tx: Tx,
  ctx: Actor,
  accountId: string,
  required: boolean,
): Promise<void> {
  if (required) await expectOtherOperator(tx, ctx, accountId)
  const changed = await tx
    .updateTable('accounts')
    .set({ password_due: required ? 1 : 0 })
    .where('id', '=', accountId)
    .where('password_due', '=', required ? 0 : 1)
    .returning('id')
    .executeTakeFirst()
  if (!changed) return
  if (!required) {
    await recordOnBoth(tx, ctx, accountId, 'account.password_requirement_lifted')
    return
  }
  const proven = await tx
    .selectFrom('emails')
    .select('id')
    .where('account_id', '=', accountId)
    .where('is_primary', '=', 1)
    .where('verified_at', 'is not', null)
    .executeTakeFirst()
  // No link would reach the person: they would be locked out.
  if (!proven) throw noProvenAddress()
  await endSessionsOf(tx, accountId)
  await recordOnBoth(tx, ctx, accountId, 'account.password_required')
  const token = await makeLink(tx, ctx, { purpose: 'password_reset', accountId })
  await tellPerson(tx, ctx, accountId, { kind: 'password_required', path: `/reset-password#${token}` })
}
