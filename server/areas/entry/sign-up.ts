import { addressBucket } from '../../http/client-address.ts'
import type { RequestContext } from '../../http/context.ts'
import { countTry } from '../../http/limits.ts'
import { together } from '../../http/together.ts'
import {
  acceptInvitation,
  acceptNewPassword,
  checkEmail,
  checkNickname,
  checkUsername,
  expectPasswordSignIn,
  type Issuers,
  invitationInvalid,
  invitationIsUsable,
  invitationRequired,
  type NewPasswordServices,
  type PasswordHasher,
  sendFirstProof,
  sessionLimits,
  setSessionCookie,
  startSession,
  verifyLimit,
  withinLimit,
} from '../accounts/index.ts'
import { registrationClosed } from './errors.ts'
import { makePerson } from './make-person.ts'

export type EntryServices = NewPasswordServices & { passwords: PasswordHasher; issuers: Issuers }

export type SignUpInput = {
  username: string
  email: string
  password: string
  nickname?: string | undefined
  invitation?: string | undefined
}

/**
 * Makes an account and always opens a session. The address is not looked up, so nothing can tell whether it is known (rule 33): it becomes
 * unique, and good for signing in, when it is proven.
 *
 * @throws registrationClosed, invitationRequired, invitationInvalid, usernameTaken, the refusals of a name, an address or a password, busy
 */
export async function signUp(ctx: RequestContext, services: EntryServices, input: SignUpInput) {
  const { registration, startingCreditNanos } = await services.settings.current()
  if (registration === 'closed') throw registrationClosed()
  await expectPasswordSignIn(services.settings)
  await countTry(ctx, [{ name: 'sign-up-address', key: addressBucket(ctx.ip), tries: 300, seconds: 3600 }])
  const invitation = await invitationFor(ctx, registration, input.invitation)
  const [name, email, nickname, password] = await together(
    () => checkUsername(input.username),
    () => checkEmail(input.email),
    () => (input.nickname === undefined ? null : checkNickname(input.nickname)),
    () => acceptNewPassword(services, input.password, asTyped(input)),
  )
  const passwordHash = await services.passwords.hash(password)
  const mayWrite = await withinLimit(ctx, verifyLimit(email.key))
  const started = await ctx.store.transaction(async (tx) => {
    const { accountId } = await makePerson(tx, ctx, {
      name,
      nickname,
      email,
      emailVerified: false,
      passwordHash,
      operator: false,
      startingCreditNanos,
    })
    if (invitation) await acceptInvitation(tx, { token: invitation, accountId, now: ctx.clock.now() })
    if (mayWrite) await sendFirstProof(tx, ctx, accountId)
    return { accountId, ...(await startSession(tx, ctx, accountId, { method: 'sign_up' })) }
  })
  setSessionCookie(ctx, started.token, sessionLimits.absoluteMs)
  return { accountId: started.accountId, confirmedUntil: started.confirmedUntil }
}

/** What a password must not be made of, before it is known whether that is a name and an address. */
export const asTyped = ({ username, email }: { username: string; email: string }) => ({
  username: username.trim(),
  email: email.trim(),
})

/** The link to use up, checked before the work of hashing; where everybody may sign up, a stale link is no hindrance. */
async function invitationFor(
  ctx: RequestContext,
  registration: 'open' | 'invite',
  token: string | undefined,
): Promise<string | null> {
  const usable = token !== undefined && (await invitationIsUsable(ctx.store.db, token, ctx.clock.now()))
  if (usable) return token
  if (registration === 'open') return null
  throw token === undefined ? invitationRequired() : invitationInvalid()
}
