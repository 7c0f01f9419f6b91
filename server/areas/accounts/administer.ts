import { isUniqueViolation } from '../../db/sql.ts'
import type { Tx } from '../../db/store.ts'
import type { RequestContext, SignedIn } from '../../http/context.ts'
import { notFound } from '../../http/errors.ts'
import { findPerson, type Person } from './accounts.ts'
import { dropOtherClaims, holdMailbox } from './addresses/prove.ts'
import { tellPerson } from './addresses/tell.ts'
import { requireNewPassword, signOutEverywhere } from './administer-sign-in.ts'
import { takeDeletionBack } from './deletion.ts'
import { accountGoing, cannotDisableYourself, emailTaken, ownAccount, ownSecondFactor } from './errors.ts'
import { forgetSecondTries } from './factors/prove.ts'
import { replaceRecoveryCodes } from './factors/recovery-codes.ts'
import { holdAccount } from './hold-account.ts'
import { setOperator } from './operator-role.ts'
import { expectOtherOperator } from './other-operator.ts'
import { recordOnBoth } from './record-on-both.ts'
import { endSessionsOf } from './sessions.ts'

/**
 * What the operator changes of an account. Disabling ends its sessions at once and stops its keys; a proven address is unique from then on;
 * removing a second factor that was lost leaves the password, and ends every session; signing out everywhere and asking for a new password are
 * in `administer-sign-in.ts`, who operates in `operator-role.ts`.
 *
 * @throws cannotDisableYourself, lastOperator, emailTaken, ownSecondFactor, ownAccount or noProvenAddress
 */
export async function administerAccount(
  ctx: RequestContext & { session: SignedIn },
  accountId: string,
  changes: {
    disabled?: boolean | undefined
    emailVerified?: true | undefined
    twoFactor?: false | undefined
    signOut?: true | undefined
    requireNewPassword?: boolean | undefined
    operator?: boolean | undefined
  },
): Promise<Person> {
  if (changes.disabled === true && accountId === ctx.session.accountId) throw cannotDisableYourself()
  // Rule 20: one's own goes with password and code.
  if (changes.twoFactor === false && accountId === ctx.session.accountId) throw ownSecondFactor()
  const own = accountId === ctx.session.accountId
  if (own && (changes.signOut || changes.requireNewPassword || changes.operator !== undefined))
    throw ownAccount()
  try {
    const changed = await ctx.store.transaction(async (tx) => {
      if (changes.disabled !== undefined) await setDisabled(tx, ctx, accountId, changes.disabled)
      if (changes.emailVerified) await proveEmail(tx, ctx, accountId)
      if (changes.twoFactor === false) await removeSecondFactor(tx, ctx, accountId)
      if (changes.signOut) await signOutEverywhere(tx, ctx, accountId)
      if (changes.requireNewPassword !== undefined)
        await requireNewPassword(tx, ctx, accountId, changes.requireNewPassword)
      if (changes.operator !== undefined) await setOperator(tx, ctx, accountId, changes.operator)
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

async function setDisabled(tx: Tx, ctx: Actor, accountId: string, disabled: boolean): Promise<void> {
  if (disabled) await expectOtherOperator(tx, ctx, accountId)
  else if ((await takeDeletionBack(tx, ctx, accountId)) === 'going') throw accountGoing()
  const changed = await tx
    .updateTable('accounts')
    .set({ disabled_at: disabled ? ctx.clock.now() : null })
    .where('id', '=', accountId)
    .where('disabled_at', disabled ? 'is' : 'is not', null)
    .returning('id')
    .executeTakeFirst()
  // One that sleeps before its deletion is disabled already: what changes is that its person cannot wake it any more.
  if (!changed && !(disabled && (await dropLinks(tx, accountId)))) return
  if (disabled) await endSessionsOf(tx, accountId)
  ctx.store.announce(tx, { kind: 'account', id: accountId })
  await recordOnBoth(tx, ctx, accountId, disabled ? 'account.disabled' : 'account.enabled')
}

/** Links that somebody holds undo nothing that an operator decided since. @returns whether there were any. */
async function dropLinks(tx: Tx, accountId: string): Promise<boolean> {
  const links = await tx
    .deleteFrom('mail_tokens')
    .where('account_id', '=', accountId)
    .returning('digest')
    .execute()
  return links.length > 0
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
  await tellPerson(tx, ctx, accountId, {
    ...{ kind: 'second_factor_removed', path: '/personal/account/two-factor' },
  })
}
