import { confirmationRequired } from '../../../http/errors.ts'
import { countTry, forgetTries, giveTryBack } from '../../../http/limits.ts'
import { refused } from '../../audit/index.ts'
import { normalizePassword, type PasswordHasher, passwordLimit } from '../passwords/index.ts'
import type { Asked } from './changed.ts'
import { passwordNeeded, passwordWrong, totpNotEnabled, wrongCode } from './errors.ts'
import { findEnrolled } from './methods.ts'
import { lookAtSecond, type Proven } from './prove.ts'

export type OwnProof = { password?: string | undefined; code: string }

/**
 * The account password **and** a current code (rule 20): neither a confirmation, nor a recovery code, nor one of the two alone does. An
 * account without a password confirms freshly instead, and sends the code as well.
 *
 * @param act what is refused, in the log.
 * @throws totpNotEnabled, passwordNeeded, passwordWrong, wrongCode, confirmationRequired, tooManyRequests, busy
 */
export async function proveBoth(
  ctx: Asked,
  hasher: PasswordHasher,
  { password, code }: OwnProof,
  act: string,
): Promise<Proven> {
  const { accountId, methods } = ctx.session
  if (!(await findEnrolled(ctx.store.db, ctx.config, accountId)).totp) throw totpNotEnabled()
  const stored = await ctx.store.db
    .selectFrom('passwords')
    .select('hash')
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  if (!stored && (ctx.session.confirmedUntil ?? 0) <= ctx.clock.now()) throw confirmationRequired(methods)
  if (stored) {
    if (password === undefined || password === '') throw passwordNeeded()
    const limit = passwordLimit(accountId, await hasher.lockout())
    await countTry(ctx, [limit])
    const good = await hasher
      .verify(normalizePassword(password), stored.hash)
      .catch(async (error: unknown) => {
        await giveTryBack(ctx, limit)
        throw error
      })
    if (!good) {
      const details = { reason: 'wrong_password' }
      await refused(ctx, { act, accountId, security: true, details })
      throw passwordWrong()
    }
    await forgetTries(ctx, limit)
  }
  const proven = await lookAtSecond(ctx, hasher, accountId, { code })
  if (!proven) {
    await refused(ctx, { act, accountId, security: true, details: { reason: 'wrong_code' } })
    throw wrongCode()
  }
  return proven
}
