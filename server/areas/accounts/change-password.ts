import type { RequestContext, SignedIn } from '../../http/context.ts'
import { confirmationRequired, sessionRequired } from '../../http/errors.ts'
import { countTry, forgetTries, giveTryBack } from '../../http/limits.ts'
import { record, refused } from '../audit/index.ts'
import { findPerson, type Person } from './accounts.ts'
import { tellPerson } from './addresses/tell.ts'
import { currentPasswordNeeded, currentPasswordWrong, passwordsDiffer, passwordUnchanged } from './errors.ts'
import { endTrustOf } from './factors/devices.ts'
import { findEnrolled, secondMethods } from './factors/methods.ts'
import { holdAccount } from './hold-account.ts'
import {
  acceptNewPassword,
  type NewPasswordServices,
  normalizePassword,
  type PasswordHasher,
  passwordLimit,
} from './passwords/index.ts'
import { setSessionCookie } from './session-cookie.ts'
import { endOtherSessions, renewSession, sessionLimits } from './sessions.ts'
import { passwordIsNew } from './watching/password-due.ts'

type Asked = RequestContext & { session: SignedIn }
export type PasswordChange = {
  currentPassword?: string | undefined
  newPassword: string
  confirmPassword: string
}

const act = 'account.password_changed'

/**
 * Changes the person's password: the current one is the proof (rule 4), tried as often as at the sign-in (rule 34). All other sessions end
 * at once and this one gets a new token (rules 8 and 10), trusted devices are none any more. An account that came by a linked identity sets its first password after a
 * fresh confirmation.
 *
 * @throws passwordsDiffer, the refusals of a new password, currentPasswordNeeded, currentPasswordWrong, passwordUnchanged,
 * confirmationRequired, tooManyRequests, busy; sessionRequired where the session ended meanwhile.
 */
export async function changePassword(
  ctx: Asked,
  services: NewPasswordServices & { passwords: PasswordHasher },
  input: PasswordChange,
): Promise<{ confirmedUntil: number | null; endedSessions: number }> {
  const { accountId, sessionDigest } = ctx.session
  const { passwords } = services
  const stored = await ctx.store.db
    .selectFrom('passwords')
    .select('hash')
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  if (!stored && (ctx.session.confirmedUntil ?? 0) <= ctx.clock.now())
    throw confirmationRequired(ctx.session.methods)
  const person = (await findPerson(ctx.store.db, accountId)) as Person
  const who = { username: person.username, email: person.email ?? '' }
  const password = await acceptNewPassword(services, input.newPassword, { ...who, field: 'newPassword' })
  if (normalizePassword(input.confirmPassword) !== password) throw passwordsDiffer()
  if (stored) await prove(ctx, passwords, input.currentPassword, stored.hash)
  if (stored && normalizePassword(input.currentPassword ?? '') === password) throw passwordUnchanged()
  const hash = await passwords.hash(password)
  const done = await ctx.store.transaction(async (tx) => {
    const now = ctx.clock.now()
    if (!(await holdAccount(tx, accountId))) throw sessionRequired()
    // Of two at once with the same current password, one finds it still there.
    const changed = stored
      ? await tx
          .updateTable('passwords')
          .set({ hash, updated_at: now })
          .where('account_id', '=', accountId)
          .where('hash', '=', stored.hash)
          .returning('account_id')
          .executeTakeFirst()
      : await tx
          .insertInto('passwords')
          .values({ account_id: accountId, hash, updated_at: now })
          .onConflict((conflict) => conflict.column('account_id').doNothing())
          .returning('account_id')
          .executeTakeFirst()
    if (!changed) throw stored ? currentPasswordWrong() : currentPasswordNeeded()
    await passwordIsNew(tx, accountId)
    const endedSessions = await endOtherSessions(tx, accountId, sessionDigest)
    await endTrustOf(tx, accountId)
    // Where there is a second factor, the password is enough for this act and confirms nothing else (rule 13).
    const confirms = secondMethods(await findEnrolled(tx, ctx.config, accountId)).length === 0
    const renewed = await renewSession(tx, ctx, sessionDigest, { confirms })
    if (!renewed) throw sessionRequired()
    await record(tx, ctx, { act, accountId, target: accountId, security: true, details: { endedSessions } })
    await tellPerson(tx, ctx, accountId, { kind: 'password_changed', path: '/forgot-password' })
    return { ...renewed, endedSessions }
  })
  await forgetTries(ctx, passwordLimit(accountId, await passwords.lockout()))
  setSessionCookie(ctx, done.token, sessionLimits.absoluteMs)
  return { confirmedUntil: done.confirmedUntil, endedSessions: done.endedSessions }
}

async function prove(
  ctx: Asked,
  hasher: PasswordHasher,
  typed: string | undefined,
  hash: string,
): Promise<void> {
  if (typed === undefined || typed === '') throw currentPasswordNeeded()
  const { accountId } = ctx.session
  const limit = passwordLimit(accountId, await hasher.lockout())
  await countTry(ctx, [limit])
  const good = await hasher.verify(normalizePassword(typed), hash).catch(async (error: unknown) => {
    // Nobody looked at the password, so it was no try.
    await giveTryBack(ctx, limit)
    throw error
  })
  if (good) return
  const details = { reason: 'wrong_password' }
  await refused(ctx, { act, accountId, target: accountId, security: true, details })
  throw currentPasswordWrong()
}
