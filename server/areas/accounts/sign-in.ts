import { addressBucket } from '../../http/client-address.ts'
import type { RequestContext } from '../../http/context.ts'
import { isAppError } from '../../http/errors.ts'
import { countTry, forgetTries, giveTryBack, type Limit } from '../../http/limits.ts'
import { comparable } from '../../http/page.ts'
import { record, refused } from '../audit/index.ts'
import { readEmail } from './emails.ts'
import { accountDisabled, invalidCredentials } from './errors.ts'
import { normalizePassword, type PasswordHasher } from './passwords/index.ts'
import { setSessionCookie } from './session-cookie.ts'
import { sessionLimits, startSession } from './sessions.ts'
import { usernameKey } from './usernames.ts'

export type SignInInput = { username?: string | undefined; email?: string | undefined; password: string }

/** Tries of the password of one account, over sign-in and confirmation together (rule 34). */
export function passwordLimit(key: string): Limit {
  return { name: 'password', key, tries: 20, seconds: 900 }
}
/** Tries under one name as typed, whether or not somebody has it. */
function nameLimit(key: string): Limit {
  return { name: 'sign-in-name', key, tries: 20, seconds: 900 }
}
/** Failed sign-ins from one address or /64; a success gives its try back. */
function addressLimit(ip: string): Limit {
  return { name: 'sign-in-address', key: addressBucket(ip), tries: 300, seconds: 900 }
}

async function findCredentials(ctx: RequestContext, { username, email }: SignInInput) {
  const query = ctx.store.db
    .selectFrom('accounts')
    .innerJoin('passwords', 'passwords.account_id', 'accounts.id')
    .select(['accounts.id', 'accounts.disabled_at', 'passwords.hash'])
  if (username !== undefined) {
    const key = usernameKey(username.trim())
    return query.where('accounts.username_key', '=', comparable(key) ? key : '').executeTakeFirst()
  }
  return query
    .innerJoin('emails', 'emails.account_id', 'accounts.id')
    .where('emails.address_key', '=', readEmail(email ?? '')?.key ?? '')
    .where('emails.verified_at', 'is not', null)
    .executeTakeFirst()
}

/**
 * Signs in with a username or a proven address, and the password. An unknown name takes the same steps and the same time as a wrong
 * password (rule 33), and tries are counted before the password is looked at: during a lock the right one fails too.
 *
 * @throws invalidCredentials, accountDisabled, tooManyRequests or busy
 */
export async function signIn(ctx: RequestContext, hasher: PasswordHasher, input: SignInInput) {
  const found = await findCredentials(ctx, input)
  const typed = nameLimit((input.username ?? input.email ?? '').trim().toLowerCase())
  const account = passwordLimit(found?.id ?? `?${typed.key}`)
  const address = addressLimit(ctx.ip)
  await countTry(ctx, [address, typed])
  // All names of an account count together, but that lock is silent: "too many" for a name that was hardly tried would tell whose it is
  // (rule 33). The right password fails during it as any other does.
  const locked = await countTry(ctx, [account]).then(
    () => false,
    (error: unknown) => {
      if (isAppError(error)) return true
      throw error
    },
  )
  const password = normalizePassword(input.password)
  const good = await hasher
    .verify(password, locked ? null : (found?.hash ?? null))
    .catch(async (error: unknown) => {
      // Nobody looked at the password, so it was no try.
      for (const limit of [address, typed, account]) await giveTryBack(ctx, limit)
      throw error
    })
  if (!found || !good) {
    await refused(ctx, { act: 'account.signed_in', accountId: found?.id ?? null, security: true })
    throw invalidCredentials()
  }
  const stronger = hasher.isWeaker(found.hash) ? await hasher.hash(password) : null
  const now = ctx.clock.now()
  const started = await ctx.store.transaction(async (tx) => {
    const enabled = await tx
      .updateTable('accounts')
      .set({ last_sign_in_at: now })
      .where('id', '=', found.id)
      .where('disabled_at', 'is', null)
      .returning('id')
      .executeTakeFirst()
    if (!enabled) return null
    if (stronger) {
      await tx
        .updateTable('passwords')
        .set({ hash: stronger })
        .where('account_id', '=', found.id)
        .where('hash', '=', found.hash)
        .execute()
    }
    await record(tx, ctx, { act: 'account.signed_in', accountId: found.id, security: true })
    return startSession(tx, ctx, found.id)
  })
  if (!started) {
    await refused(ctx, {
      act: 'account.signed_in',
      accountId: found.id,
      security: true,
      details: { reason: 'account_disabled' },
    })
    throw accountDisabled()
  }
  await forgetTries(ctx, account)
  await forgetTries(ctx, typed)
  await giveTryBack(ctx, address)
  setSessionCookie(ctx, started.token, sessionLimits.absoluteMs)
  return { accountId: found.id, confirmedUntil: started.confirmedUntil }
}
