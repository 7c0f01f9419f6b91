import type { Tx } from '../../../db/store.ts'
import { sessionRequired } from '../../../http/errors.ts'
import { countTry } from '../../../http/limits.ts'
import { record } from '../../audit/index.ts'
import { tellPerson } from '../addresses/tell.ts'
import { holdAccount } from '../hold-account.ts'
import type { PasswordHasher } from '../passwords/index.ts'
import { type Asked, type Changed, factorChanged } from './changed.ts'
import { type OwnProof, proveBoth } from './own-proof.ts'
import { forgetSecondTries } from './prove.ts'
import { makeRecoveryCodes, recoveryCodesLeft, replaceRecoveryCodes } from './recovery-codes.ts'
import { expectNotRequired } from './required.ts'

/** Whether an authenticator is asked for, and what is left should it be lost. */
export async function totpState(ctx: Asked) {
  const { accountId } = ctx.session
  const live = await ctx.store.db
    .selectFrom('totp')
    .select('enabled_at')
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return {
    enabled: live !== undefined,
    enabledAt: live ? new Date(live.enabled_at).toISOString() : null,
    recoveryCodesLeft: live ? await recoveryCodesLeft(ctx.store.db, accountId) : 0,
  }
}

/** What each is called in the log, and in the mail that tells of it. */
const acts = {
  disabled: { act: 'totp.disabled', kind: 'second_factor_disabled' },
  renewed: { act: 'recovery_codes.renewed', kind: 'recovery_codes_renewed' },
} as const

/** Turns the second factor off, with its recovery codes. @throws what `proveBoth` and `expectNotRequired` throw; sessionRequired */
export async function disableTotp(ctx: Asked, hasher: PasswordHasher, proof: OwnProof): Promise<Changed> {
  const { accountId } = ctx.session
  return withBoth(ctx, hasher, proof, acts.disabled, async (tx) => {
    await expectNotRequired(tx, ctx)
    await tx.deleteFrom('totp').where('account_id', '=', accountId).execute()
    await replaceRecoveryCodes(tx, accountId, [], ctx.clock.now())
  })
}

/** Ten new codes; the old ones die, used or not (rule 19). @throws what `proveBoth` throws; sessionRequired, busy */
export async function renewRecoveryCodes(
  ctx: Asked,
  hasher: PasswordHasher,
  proof: OwnProof,
): Promise<Changed & { recoveryCodes: string[] }> {
  const { accountId } = ctx.session
  // Ten hashes for each who asks: not more often than anybody needs, and before the transaction, which nobody waits in.
  await countTry(ctx, [{ name: 'recovery-codes', key: accountId, tries: 20, seconds: 900 }])
  const { shown, hashed } = await makeRecoveryCodes(hasher)
  const changed = await withBoth(ctx, hasher, proof, acts.renewed, (tx) =>
    replaceRecoveryCodes(tx, accountId, hashed, ctx.clock.now()),
  )
  return { ...changed, recoveryCodes: shown }
}

async function withBoth(
  ctx: Asked,
  hasher: PasswordHasher,
  proof: OwnProof,
  { act, kind }: (typeof acts)[keyof typeof acts],
  change: (tx: Tx) => Promise<void>,
): Promise<Changed> {
  const { accountId } = ctx.session
  const proven = await proveBoth(ctx, hasher, proof, act)
  const done = await ctx.store.transaction(async (tx) => {
    if (!(await holdAccount(tx, accountId))) throw sessionRequired()
    await proven.use(tx)
    await change(tx)
    const changed = await factorChanged(tx, ctx)
    const { endedSessions } = changed
    await record(tx, ctx, { act, accountId, security: true, details: { endedSessions } })
    await tellPerson(tx, ctx, accountId, { kind, path: '/forgot-password' })
    return changed
  })
  await forgetSecondTries(ctx, accountId)
  return done
}
