import { confirmationRequired, sessionRequired } from '../../../http/errors.ts'
import { countTry, forgetTries, type Limit } from '../../../http/limits.ts'
import { newId } from '../../../lib/id.ts'
import { record, refused } from '../../audit/index.ts'
import { tellPerson } from '../addresses/tell.ts'
import { holdAccount } from '../hold-account.ts'
import type { PasswordHasher } from '../passwords/index.ts'
import { type Asked, type Changed, factorChanged } from './changed.ts'
import { totpSetupOver, wrongCode } from './errors.ts'
import { seedPlace } from './prove.ts'
import { type HashedCode, makeRecoveryCodes, replaceRecoveryCodes } from './recovery-codes.ts'
import { newSeed, otpauthUrl, stepOf } from './totp.ts'

const setupMs = 1_800_000
const setupPlace = (id: string): string => `totp-setup:${id}`
/** Ten hashes each: nobody needs many. */
const beginLimit = (key: string): Limit => ({ name: 'totp-setup', key, tries: 20, seconds: 900 })
const codeLimit = (key: string): Limit => ({ name: 'totp-setup-code', key, tries: 20, seconds: 900 })

/**
 * Begins to set an authenticator up, or to replace the live one. What it answers has no effect before its first code (rule 16): it waits
 * half an hour for it, for this session only, and a later set-up takes its place.
 *
 * @throws confirmationRequired where the session came by a recovery code and nothing else was proven since (rule 13); tooManyRequests, busy
 */
export async function beginTotp(ctx: Asked, hasher: PasswordHasher) {
  const { accountId, sessionId, sessionDigest, username, methods } = ctx.session
  const session = await ctx.store.db
    .selectFrom('sessions')
    .select('by_recovery')
    .where('digest', '=', sessionDigest)
    .executeTakeFirst()
  if (!session) throw sessionRequired()
  if (session.by_recovery === 1) throw confirmationRequired(methods)
  await countTry(ctx, [beginLimit(accountId)])
  const { shown, hashed } = await makeRecoveryCodes(hasher)
  const now = ctx.clock.now()
  const id = newId('tot', now)
  const secret = newSeed()
  const row = {
    ...{ id, session_id: sessionId, expires_at: now + setupMs },
    sealed: ctx.secretBox.seal(secret, setupPlace(id)),
    recovery_hashes: JSON.stringify(hashed),
  }
  await ctx.store.db
    .insertInto('totp_setups')
    .values({ account_id: accountId, ...row })
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet(row))
    .execute()
  return {
    secret,
    otpauthUrl: otpauthUrl(secret, username, ctx.config.publicUrl),
    recoveryCodes: shown,
    expiresAt: row.expires_at,
  }
}

/**
 * Makes a set-up live with one code of it: seed and recovery codes together, in place of what was there.
 *
 * @throws totpSetupOver, wrongCode, tooManyRequests; sessionRequired where the session ended meanwhile.
 */
export async function completeTotp(ctx: Asked, code: string): Promise<Changed> {
  const { accountId, sessionId } = ctx.session
  await countTry(ctx, [codeLimit(accountId)])
  const now = ctx.clock.now()
  const setup = await ctx.store.db
    .selectFrom('totp_setups')
    .select(['id', 'sealed', 'recovery_hashes'])
    .where('account_id', '=', accountId)
    .where('session_id', '=', sessionId)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  if (!setup) throw totpSetupOver()
  const seed = ctx.secretBox.open(setup.sealed, setupPlace(setup.id))
  const step = stepOf(seed, code, now)
  if (step === null) {
    const details = { reason: 'wrong_code' }
    await refused(ctx, { act: 'totp.enabled', accountId, security: true, details })
    throw wrongCode()
  }
  const done = await ctx.store.transaction(async (tx) => {
    if (!(await holdAccount(tx, accountId))) throw sessionRequired()
    const taken = await tx
      .deleteFrom('totp_setups')
      .where('account_id', '=', accountId)
      .where('id', '=', setup.id)
      .returning('id')
      .executeTakeFirst()
    if (!taken) throw totpSetupOver()
    const before = await tx
      .deleteFrom('totp')
      .where('account_id', '=', accountId)
      .returning('account_id')
      .execute()
    const sealed = ctx.secretBox.seal(seed, seedPlace(accountId))
    // The code that proved it is used up with that.
    const live = { account_id: accountId, sealed, last_step: step, enabled_at: now }
    await tx.insertInto('totp').values(live).execute()
    await replaceRecoveryCodes(tx, accountId, JSON.parse(setup.recovery_hashes) as HashedCode[], now)
    const changed = await factorChanged(tx, ctx)
    const act = before.length > 0 ? 'totp.replaced' : 'totp.enabled'
    const { endedSessions } = changed
    await record(tx, ctx, { act, accountId, security: true, details: { endedSessions } })
    await tellPerson(tx, ctx, accountId, { kind: 'second_factor_enabled', path: '/forgot-password' })
    return changed
  })
  for (const limit of [beginLimit(accountId), codeLimit(accountId)]) await forgetTries(ctx, limit)
  return done
}
