import { isUniqueViolation } from '../../db/sql.ts'
import type { Tx } from '../../db/store.ts'
import type { RequestContext, SignedIn } from '../../http/context.ts'
import { notFound } from '../../http/errors.ts'
import { type AuditEntry, record } from '../audit/index.ts'
import { findPerson, type Person } from './accounts.ts'
import { dropOtherClaims, holdMailbox } from './addresses/prove.ts'
import { tellPerson } from './addresses/tell.ts'
import { cannotDisableYourself, emailTaken, lastOperator, ownSecondFactor } from './errors.ts'
import { forgetSecondTries } from './factors/prove.ts'
import { replaceRecoveryCodes } from './factors/recovery-codes.ts'
import { holdAccount } from './hold-account.ts'
import { endSessionsOf } from './sessions.ts'

/**
 * What the operator changes of an account. Disabling ends its sessions at once and stops its keys; a proven address is unique from then on;
 * removing a second factor that was lost leaves the password, and ends every session.
 *
 * @throws cannotDisableYourself, lastOperator, emailTaken or ownSecondFactor
 */
export async function administerAccount(
  ctx: RequestContext & { session: SignedIn },
  accountId: string,
  changes: {
    disabled?: boolean | undefined
    emailVerified?: true | undefined
    twoFactor?: false | undefined
  },
): Promise<Person> {
  if (changes.disabled === true && accountId === ctx.session.accountId) throw cannotDisableYourself()
  // Rule 20: one's own goes with password and code.
  if (changes.twoFactor === false && accountId === ctx.session.accountId) throw ownSecondFactor()
  try {
    const changed = await ctx.store.transaction(async (tx) => {
      if (changes.disabled !== undefined) await setDisabled(tx, ctx, accountId, changes.disabled)
      if (changes.emailVerified) await proveEmail(tx, ctx, accountId)
      if (changes.twoFactor === false) await removeSecondFactor(tx, ctx, accountId)
      const person = await findPerson(tx, accountId)
      if (!person) throw notFound()
      return person
    })
    if (changes.twoFactor === false) await forgetSecondTries(ctx, accountId)
    return changed
  } catch (error) {
    if (isUniqueViolation(error)) throw emailTaken()
    throw error
  }
}

type Actor = RequestContext & { session: SignedIn }

/** Two operators who disable each other at once would leave nobody: the second one finds the first one's act here. */
async function expectOtherOperator(tx: Tx, ctx: Actor, accountId: string): Promise<void> {
  const operators = await tx
    .selectFrom('accounts')
    .select('id')
    .where('operator', '=', 1)
    .where('disabled_at', 'is', null)
    .orderBy('id')
    // SQLite has one writer at a time anyway.
    .$if(ctx.store.kind === 'postgres', (rows) => rows.forUpdate())
    .execute()
  if (operators.length === 1 && operators[0]?.id === accountId) throw lastOperator()
}

async function setDisabled(tx: Tx, ctx: Actor, accountId: string, disabled: boolean): Promise<void> {
  if (disabled) await expectOtherOperator(tx, ctx, accountId)
  const changed = await tx
    .updateTable('accounts')
    .set({ disabled_at: disabled ? ctx.clock.now() : null })
    .where('id', '=', accountId)
    .where('disabled_at', disabled ? 'is' : 'is not', null)
    .returning('id')
    .executeTakeFirst()
  if (!changed) return
  if (disabled) await endSessionsOf(tx, accountId)
  ctx.store.announce(tx, { kind: 'account', id: accountId })
  await recordOnBoth(tx, ctx, accountId, disabled ? 'account.disabled' : 'account.enabled')
}

async function proveEmail(tx: Tx, ctx: Actor, accountId: string): Promise<void> {
  const claim = await tx
    .selectFrom('emails')
    .select(['id', 'verified_at'])
    .where('account_id', '=', accountId)
    .where('is_primary', '=', 1)
    .executeTakeFirst()
  // An account loses its claim when another one proves the mailbox.
  if (!claim) throw emailTaken()
  if (claim.verified_at !== null) return
  await holdMailbox(tx, ctx, claim.id)
  const proven = await tx
    .updateTable('emails')
    .set({ verified_at: ctx.clock.now() })
    .where('id', '=', claim.id)
    .where('verified_at', 'is', null)
    .returning('address_key')
    .executeTakeFirst()
  if (!proven) throw emailTaken()
  await dropOtherClaims(tx, ctx, proven.address_key, accountId)
  await recordOnBoth(tx, ctx, accountId, 'account.email_verified')
}

/** For who lost authenticator and recovery codes: whoever holds a session of theirs is signed out with it (rule 10), and they are told. */
async function removeSecondFactor(tx: Tx, ctx: Actor, accountId: string): Promise<void> {
  await holdAccount(tx, accountId)
  await tx.deleteFrom('totp_setups').where('account_id', '=', accountId).execute()
  const removed = await tx
    .deleteFrom('totp')
    .where('account_id', '=', accountId)
    .returning('account_id')
    .executeTakeFirst()
  if (!removed) return
  await replaceRecoveryCodes(tx, accountId, [], ctx.clock.now())
  await endSessionsOf(tx, accountId)
  await recordOnBoth(tx, ctx, accountId, 'account.second_factor_removed')
  await tellPerson(tx, ctx, accountId, { kind: 'second_factor_disabled', path: '/forgot-password' })
}

/** Once as the operator's act, once in the log of the person that it happened to: without the operator's address there. */
async function recordOnBoth(tx: Tx, ctx: Actor, accountId: string, act: string): Promise<void> {
  const entry: AuditEntry = { act, target: accountId }
  await record(tx, ctx, { ...entry, accountId: ctx.session.accountId })
  const unnamed = { clock: ctx.clock, requestId: ctx.requestId, ip: '', userAgent: null }
  if (accountId !== ctx.session.accountId) await record(tx, unnamed, { ...entry, accountId, security: true })
}
