import { addressBucket } from '../../../http/client-address.ts'
import type { RequestContext } from '../../../http/context.ts'
import { countTry, forgetTries } from '../../../http/limits.ts'
import { record } from '../../audit/index.ts'
import { readLink } from '../../mail/index.ts'
import { findPerson, type Person } from '../accounts.ts'
import { linkInvalid, passwordUnchanged } from '../errors.ts'
import {
  acceptNewPassword,
  type NewPasswordServices,
  type PasswordHasher,
  passwordLimit,
} from '../passwords/index.ts'
import { expectPasswordSignIn } from '../passwords/signs-in.ts'
import { endSessionsOf } from '../sessions.ts'
import { passwordIsNew } from '../watching/password-due.ts'
import { takeHeld } from './take-held.ts'
import { tellPerson } from './tell.ts'

const asking = (ctx: RequestContext) =>
  countTry(ctx, [{ name: 'link-address', key: addressBucket(ctx.ip), tries: 300, seconds: 3600 }])

/** Whose link it is, while it is good and they may use it; null alike for everything else. */
async function findReset(ctx: RequestContext, token: string): Promise<Person | null> {
  const link = await readLink(ctx.store.db, ctx, { purpose: 'password_reset', token })
  const person = link && (await findPerson(ctx.store.db, link.accountId))
  return person && person.disabled_at === null ? person : null
}

/** Whether a link would do now, so that nobody chooses a password for nothing; it stays as good as it was. @throws tooManyRequests */
export async function resetIsUsable(ctx: RequestContext, token: string): Promise<boolean> {
  await asking(ctx)
  return (await findReset(ctx, token)) !== null
}

/**
 * Sets a new password by the link that was mailed (rule 7): it ends every session, does not sign in, and touches no other factor. The link
 * is used up with the password that is good, of many at once by one. Whoever has to choose a new one, since somebody else may know the old,
 * cannot keep it.
 *
 * @throws linkInvalid, passwordSignInOff, the refusals of a new password, passwordUnchanged, tooManyRequests, busy
 */
export async function resetPassword(
  ctx: RequestContext,
  services: NewPasswordServices & { passwords: PasswordHasher },
  { token, password: typed }: { token: string; password: string },
): Promise<void> {
  await asking(ctx)
  const person = await findReset(ctx, token)
  if (!person) throw linkInvalid()
  if (person.password_due === 0) await expectPasswordSignIn(services.settings)
  const { passwords } = services
  const who = { username: person.username, email: person.email ?? '' }
  const password = await acceptNewPassword(services, typed, who)
  if (person.password_due === 1 && (await isTheOld(ctx, passwords, person.id, password)))
    throw passwordUnchanged('password')
  const hash = await passwords.hash(password)
  await ctx.store.transaction(async (tx) => {
    await takeHeld(tx, ctx, { purpose: 'password_reset', token })
    const { id } = person
    const row = { hash, updated_at: ctx.clock.now() }
    await tx
      .insertInto('passwords')
      .values({ account_id: id, ...row })
      .onConflict((conflict) => conflict.column('account_id').doUpdateSet(row))
      .execute()
    await passwordIsNew(tx, id)
    await endSessionsOf(tx, id)
    await record(tx, ctx, { act: 'account.password_reset', accountId: id, target: id, security: true })
    await tellPerson(tx, ctx, id, { kind: 'password_changed', params: {}, path: '/forgot-password' })
  })
  // Tries at the old password say nothing about the new one.
  await forgetTries(ctx, passwordLimit(person.id, await passwords.lockout()))
}

/** Whether the password is the one of before. Whoever holds the link learns it, so that tries are few. */
async function isTheOld(
  ctx: RequestContext,
  passwords: PasswordHasher,
  accountId: string,
  password: string,
): Promise<boolean> {
  await countTry(ctx, [{ name: 'reset-unchanged', key: accountId, tries: 20, seconds: 3600 }])
  const stored = await ctx.store.db
    .selectFrom('passwords')
    .select('hash')
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return stored !== undefined && (await passwords.verify(password, stored.hash))
}
