import { addressBucket } from '../../http/client-address.ts'
import type { RequestContext } from '../../http/context.ts'
import { countTry, forgetTries, giveTryBack, type Limit } from '../../http/limits.ts'
import { comparable } from '../../http/page.ts'
import { refused } from '../audit/index.ts'
import { readEmail } from './emails.ts'
import { accountDisabled, invalidCredentials } from './errors.ts'
import { findTrustedDevice } from './factors/devices.ts'
import { enter, handOver } from './factors/enter.ts'
import { holdAccount } from './hold-account.ts'
import { type Lockout, normalizePassword, type PasswordHasher, passwordLimit } from './passwords/index.ts'
import { usernameKey } from './usernames.ts'
import { entering } from './watching/entering.ts'

export { passwordLimit }

export type SignInInput = { username?: string | undefined; email?: string | undefined; password: string }

/** Tries under one name as typed, whether or not somebody has it. */
function nameLimit(key: string, lockout: Lockout): Limit {
  return { ...lockout, name: 'sign-in-name', key }
}
/** Tries in a browser that the account's person trusts: nobody else can use these up, so that a lock does not keep them out (rule 18). */
function deviceLimit(key: string, lockout: Lockout): Limit {
  return { ...lockout, name: 'sign-in-device', key }
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
 * password (rule 33), and tries are counted before the password is looked at: during a lock the right one fails too. Where a second factor
 * is enrolled it is half a sign-in only (rule 21).
 *
 * @throws invalidCredentials, accountDisabled, tooManyRequests or busy
 */
export function signIn(ctx: RequestContext, hasher: PasswordHasher, input: SignInInput) {
  // Of a flood of sign-ins nobody else shall notice anything: most of it is turned away before anything is read or counted (rule 5).
  return hasher.withPlace(addressBucket(ctx.ip), () => signInWithPlace(ctx, hasher, input))
}

async function signInWithPlace(ctx: RequestContext, hasher: PasswordHasher, input: SignInInput) {
  const found = await findCredentials(ctx, input)
  const device = found ? await findTrustedDevice(ctx, found.id) : null
  const name = (input.username ?? input.email ?? '').trim().toLowerCase()
  const lockout = await hasher.lockout()
  const typed = device === null ? nameLimit(name, lockout) : deviceLimit(device, lockout)
  const account =
    device === null
      ? passwordLimit(found?.id ?? `?${name}`, lockout)
      : deviceLimit(`${device} account`, lockout)
  const address = addressLimit(ctx.ip)
  // All names of an account count together, but that lock is silent: "too many" for a name that was hardly tried would tell whose it is
  // (rule 33). The right password fails during it as any other does.
  const locked = await countTry(ctx, [address, typed], account)
  const password = normalizePassword(input.password)
  const good = await hasher
    .verify(password, locked ? null : (found?.hash ?? null))
    .catch(async (error: unknown) => {
      // Nobody looked at the password, so it was no try.
      for (const limit of [address, typed, account]) await giveTryBack(ctx, limit)
      throw error
    })
  if (!found || !good) {
    // Only the person's own log and the operator's tell a lock from a wrong password.
    const details = { method: 'password', reason: locked ? 'locked' : 'wrong_password' }
    await refused(ctx, { act: 'account.signed_in', accountId: found?.id ?? null, security: true, details })
    throw invalidCredentials()
  }
  const stronger = hasher.isWeaker(found.hash) ? await hasher.hash(password) : null
  const entered = await entering(ctx, { accountId: found.id, act: 'account.signed_in' }, () =>
    ctx.store.transaction(async (tx) => {
      if (!(await holdAccount(tx, found.id))) throw accountDisabled()
      // Changed or taken away since it was looked at: it is the wrong one now.
      const still = await tx
        .updateTable('passwords')
        .set({ hash: stronger ?? found.hash })
        .where('account_id', '=', found.id)
        .where('hash', '=', found.hash)
        .returning('account_id')
        .executeTakeFirst()
      if (!still) return 'changed'
      return enter(tx, ctx, found.id, 'password')
    }),
  )
  if (entered === 'changed') throw invalidCredentials()
  await forgetTries(ctx, account)
  await forgetTries(ctx, typed)
  await giveTryBack(ctx, address)
  handOver(ctx, entered)
  return { ...entered, accountId: found.id }
}
