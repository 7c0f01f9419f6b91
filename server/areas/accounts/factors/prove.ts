import type { Tx } from '../../../db/store.ts'
import type { RequestContext } from '../../../http/context.ts'
import { type AppError, isAppError } from '../../../http/errors.ts'
import { countTry, forgetTries, giveTryBack, type Limit } from '../../../http/limits.ts'
import { record } from '../../audit/index.ts'
import { tellPerson } from '../addresses/tell.ts'
import type { PasswordHasher } from '../passwords/index.ts'
import { wrongCode, wrongRecoveryCode } from './errors.ts'
import { findRecoveryCode, recoveryCodesLeft, spendRecoveryCode } from './recovery-codes.ts'
import { stepOf } from './totp.ts'

export type SecondProof = { code: string } | { recoveryCode: string }

/** A second factor that was right when it was looked at. It counts once it was used up, in the transaction of the act. */
export type Proven = { use: (tx: Tx) => Promise<void> }

/** Tries of one account over all second factors and all places that take one (rule 18). */
function limitsOf(accountId: string): Limit[] {
  return [
    { name: 'second-factor', key: accountId, tries: 10, seconds: 900 },
    { name: 'second-factor-day', key: accountId, tries: 50, seconds: 86_400 },
  ]
}

/** Where the seed stands: another account's does not open under this name. */
export const seedPlace = (accountId: string): string => `totp:${accountId}`

/** The one refusal of a proof, whatever is the matter with it. */
export function refusalOf(typed: SecondProof): AppError {
  return 'code' in typed ? wrongCode() : wrongRecoveryCode()
}
export function isRefusal(error: unknown): boolean {
  return isAppError(error) && (error.code === 'wrong_code' || error.code === 'wrong_recovery_code')
}

/**
 * Looks at a code or a recovery code of an account. The try is counted before, in the database: it cannot be outrun, and during a lock
 * the right one fails too.
 *
 * @returns null where it is wrong. @throws tooManyRequests, busy
 */
export async function lookAtSecond(
  ctx: RequestContext,
  hasher: PasswordHasher,
  accountId: string,
  typed: SecondProof,
): Promise<Proven | null> {
  const limits = limitsOf(accountId)
  await countTry(ctx, limits)
  if ('code' in typed) return lookAtCode(ctx, accountId, typed.code)
  const id = await findRecoveryCode(ctx.store.db, hasher, accountId, typed.recoveryCode).catch(
    async (error: unknown) => {
      // Nobody looked at the code, so it was no try.
      for (const limit of limits) await giveTryBack(ctx, limit)
      throw error
    },
  )
  if (id === null) return null
  return {
    async use(tx) {
      if (!(await spendRecoveryCode(tx, id, ctx.clock.now()))) throw wrongRecoveryCode()
      await record(tx, ctx, { act: 'recovery_code.used', accountId, target: id, security: true })
      const left = String(await recoveryCodesLeft(tx, accountId))
      await tellPerson(tx, ctx, accountId, {
        kind: 'recovery_code_used',
        params: { left },
        path: '/forgot-password',
      })
    },
  }
}

async function lookAtCode(ctx: RequestContext, accountId: string, code: string): Promise<Proven | null> {
  const live = await ctx.store.db
    .selectFrom('totp')
    .select('sealed')
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  if (!live) return null
  const step = stepOf(ctx.secretBox.open(live.sealed, seedPlace(accountId)), code, ctx.clock.now())
  if (step === null) return null
  return {
    async use(tx) {
      // A step counts once, and never after a newer one (rule 17): of many at once, one finds it unused.
      const used = await tx
        .updateTable('totp')
        .set({ last_step: step })
        .where('account_id', '=', accountId)
        .where('sealed', '=', live.sealed)
        .where('last_step', '<', step)
        .returning('account_id')
        .executeTakeFirst()
      if (!used) throw wrongCode()
    },
  }
}

/** Whoever has proven a second factor starts anew. */
export async function forgetSecondTries(ctx: RequestContext, accountId: string): Promise<void> {
  for (const limit of limitsOf(accountId)) await forgetTries(ctx, limit)
}
