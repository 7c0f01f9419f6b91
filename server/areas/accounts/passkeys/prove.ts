import type { PasskeyAssertion } from '../../../../contract/passkey-proof.ts'
import type { Tx } from '../../../db/store.ts'
import type { RequestContext } from '../../../http/context.ts'
import { isAppError, reasonOf } from '../../../http/errors.ts'
import { record, refused } from '../../audit/index.ts'
import { switchedOn } from '../../settings/index.ts'
import { tellPerson } from '../addresses/tell.ts'
import { type Bound, takeChallenge } from './challenges.ts'
import { readClientData, userHandleOf, wrongInClientData } from './client-data.ts'
import {
  passkeyAttemptOver,
  passkeyCopied,
  passkeyDisabled,
  passkeyRefused,
  passkeyUnknown,
} from './errors.ts'
import { verifyAssertion } from './verify.ts'

/** Where a person looks at their passkeys. */
export const passkeysPage = '/personal/account/passkeys'

/** A passkey that was right when it was looked at. It counts once it was used, in the transaction of the act and with the account held. */
export type PasskeyProven = { accountId: string; passkeyId: string; use: (tx: Tx) => Promise<void> }

/** @throws passkeyDisabled unless the operator has switched them on (rule 23). */
export async function expectPasskeysOn({ store }: Pick<RequestContext, 'store'>): Promise<void> {
  const { on } = await store.db
    .selectNoFrom((eb) => eb.case().when(switchedOn('passkeys')).then(1).else(0).end().as('on'))
    .executeTakeFirstOrThrow()
  if (on !== 1) throw passkeyDisabled()
}

/**
 * Looks at what a passkey signed. The challenge is used up first, whatever comes of it; then the whole of rule 25; then the count, in the
 * one statement that writes it (rule 26). Refusals go to the security log under `act`.
 *
 * @throws passkeyDisabled, passkeyAttemptOver, passkeyUnknown, passkeyRefused, passkeyCopied
 */
export async function lookAtPasskey(
  ctx: RequestContext,
  bound: Bound,
  assertion: PasskeyAssertion,
  act: string,
): Promise<PasskeyProven> {
  await expectPasskeysOn(ctx)
  const found = await ctx.store.db
    .selectFrom('passkeys')
    .select(['id', 'account_id', 'credential_id', 'public_key', 'backup_eligible', 'name'])
    .where('credential_id', '=', assertion.id)
    .executeTakeFirst()
  try {
    const said = readClientData(assertion.response.clientDataJSON)
    if (!said) throw passkeyRefused('unreadable client data')
    if (!(await takeChallenge(ctx, bound, said.challenge))) throw passkeyAttemptOver()
    const wrong = wrongInClientData(said, 'webauthn.get', ctx.config)
    if (wrong !== null) throw passkeyRefused(wrong)
    if (!found) throw passkeyUnknown()
    if (bound.accountId !== null && found.account_id !== bound.accountId)
      throw passkeyRefused('another person’s')
    const { userHandle } = assertion.response
    // Nobody else said who signs in: then the authenticator has to.
    const needed = bound.accountId === null
    if ((needed || (userHandle ?? null) !== null) && userHandle !== userHandleOf(found.account_id))
      throw passkeyRefused('another user handle')
    const state = await verifyAssertion(ctx.config, said.challenge, assertion, found)
    if (state.backupEligible !== (found.backup_eligible === 1))
      throw passkeyRefused('another kind of passkey than it was')
    await countUp(ctx, found, state)
  } catch (error) {
    if (isAppError(error) && error.code !== 'passkey_copied') {
      const accountId = bound.accountId ?? found?.account_id ?? null
      const details = { method: 'passkey', ...reasonOf(error) }
      await refused(ctx, { act, accountId, target: found?.id ?? null, security: true, details })
    }
    throw error
  }
  return {
    accountId: found.account_id,
    passkeyId: found.id,
    async use(tx) {
      const used = await tx
        .updateTable('passkeys')
        .set({ last_used_at: ctx.clock.now() })
        .where('id', '=', found.id)
        .returning('id')
        .executeTakeFirst()
      // Deleted since it was looked at.
      if (!used) throw passkeyUnknown()
    },
  }
}

/**
 * Rule 26: the count must rise, unless it is always zero; of two copies that come at once with the same one, one finds it risen. The
 * person is told of the other.
 */
async function countUp(
  ctx: RequestContext,
  passkey: { id: string; account_id: string; name: string },
  { counter, synced }: { counter: number; synced: boolean },
): Promise<void> {
  const risen = await ctx.store.transaction(async (tx) => {
    const written = await tx
      .updateTable('passkeys')
      .set({ counter, synced: synced ? 1 : 0 })
      .where('id', '=', passkey.id)
      .where('counter', counter === 0 ? '=' : '<', counter)
      .returning('id')
      .executeTakeFirst()
    if (written) return true
    const { id: target, account_id: accountId, name } = passkey
    await record(tx, ctx, { act: 'passkey.copied', outcome: 'refused', accountId, target, security: true })
    await tellPerson(tx, ctx, accountId, { kind: 'passkey_copied', params: { name }, path: passkeysPage })
    return false
  })
  if (!risen) throw passkeyCopied()
}
