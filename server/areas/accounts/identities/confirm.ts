import { safeNext } from '../../../../contract/safe-next.ts'
import { reasonOf } from '../../../http/errors.ts'
import { record, refused } from '../../audit/index.ts'
import { confirmedAct, renewConfirmed } from '../confirm.ts'
import type { Asked } from '../factors/changed.ts'
import { confirmationMethodRefused } from '../factors/errors.ts'
import { attemptMs, beginAttempt } from './attempts.ts'
import type { ProvenIdentity } from './claims.ts'
import { identityNotFresh, identityNotYours, providerUnknown } from './errors.ts'
import type { Issuers } from './issuers.ts'
import { findIdentity, listIdentities } from './own.ts'
import type { Provider } from './providers.ts'

/** Where a confirmation at a provider ends: a page that may be closed, or that says what went wrong. */
export const confirmedPage = '/confirmed'

/**
 * Begins to confirm at a linked provider (rule 13): for who has nothing else to prove themselves with. The provider is told to have the
 * person sign in anew.
 *
 * @returns where to send the browser.
 * @throws confirmationMethodRefused, providerUnknown where it is not linked; what `beginAttempt` throws
 */
export async function beginConfirming(
  ctx: Asked,
  issuers: Issuers,
  { provider, next }: { provider: string; next: string | undefined },
): Promise<string> {
  const { accountId, sessionId, methods } = ctx.session
  if (!methods.includes('identity')) throw confirmationMethodRefused(methods)
  const mine = await listIdentities(ctx)
  if (!mine.some((one) => one.usable && one.provider === provider)) throw providerUnknown()
  return beginAttempt(ctx, issuers, provider, {
    for: { act: 'confirm', accountId, sessionId },
    next: next === undefined ? confirmedPage : safeNext(next),
    invitation: null,
  })
}

/** Who says that they will ask only later has not asked; a minute is left to clocks. GitHub never says, and is believed. */
const askedJustNow = ({ askedMsAgo }: ProvenIdentity): boolean =>
  askedMsAgo === null || (askedMsAgo <= attemptMs && askedMsAgo >= -60_000)

/**
 * Confirms by who was proven: an identity of this person. A provider that says how long ago it asked them must have done so within the
 * time of an attempt; GitHub, like signing in by it, never says.
 *
 * @throws identityNotYours, identityNotFresh; confirmationMethodRefused where something stronger was enrolled meanwhile; sessionRequired
 */
export async function confirmByIdentity(
  ctx: Asked,
  provider: Provider,
  proven: ProvenIdentity,
): Promise<void> {
  const { accountId, methods } = ctx.session
  try {
    if (!methods.includes('identity')) throw confirmationMethodRefused(methods)
    if (!askedJustNow(proven)) throw identityNotFresh()
    await renewConfirmed(ctx, async (tx) => {
      const known = await findIdentity(tx, proven)
      if (known?.account_id !== accountId) throw identityNotYours()
      await tx
        .updateTable('identities')
        .set({ last_used_at: ctx.clock.now(), provider_id: provider.id })
        .where('id', '=', known.id)
        .execute()
      const details = { provider: provider.slug }
      await record(tx, ctx, { act: 'identity.used', accountId, target: known.id, security: true, details })
    })
  } catch (error) {
    const details = { provider: provider.slug, ...reasonOf(error) }
    await refused(ctx, { act: confirmedAct, accountId, security: true, details })
    throw error
  }
}
