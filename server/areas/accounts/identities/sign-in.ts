import type { RequestContext } from '../../../http/context.ts'
import { record } from '../../audit/index.ts'
import { accountDisabled } from '../errors.ts'
import { type Entered, enter } from '../factors/enter.ts'
import { holdAccount } from '../hold-account.ts'
import { entering } from '../watching/entering.ts'
import type { ProvenIdentity } from './claims.ts'
import { identityUnknown } from './errors.ts'
import { findIdentity } from './own.ts'
import type { Provider } from './providers.ts'

const act = 'identity.used'

/**
 * Signs in who was proven, where the identity is linked; a second factor is asked for all the same (rule 21).
 *
 * @returns null where nobody has linked it.
 * @throws accountDisabled, identityUnknown where it was unlinked just now, passwordChangeRequired
 */
export async function enterByIdentity(
  ctx: RequestContext,
  provider: Provider,
  proven: ProvenIdentity,
): Promise<Entered | null> {
  const known = await findIdentity(ctx.store.db, proven)
  if (!known) return null
  const { id, account_id: accountId } = known
  const details = { provider: provider.slug }
  return entering(ctx, { accountId, act, details }, () =>
    ctx.store.transaction(async (tx) => {
      if (!(await holdAccount(tx, accountId))) throw accountDisabled()
      // Two providers may stand for one issuer: the identity is the same, and belongs where it was used last.
      const used = await tx
        .updateTable('identities')
        .set({ last_used_at: ctx.clock.now(), provider_id: provider.id })
        .where('id', '=', id)
        .where('account_id', '=', accountId)
        .returning('id')
        .executeTakeFirst()
      if (!used) throw identityUnknown()
      await record(tx, ctx, { act, accountId, target: id, security: true, details })
      return enter(tx, ctx, accountId, 'identity')
    }),
  )
}
