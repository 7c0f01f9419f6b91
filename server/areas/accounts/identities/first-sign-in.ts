import { isUniqueViolation } from '../../../db/sql.ts'
import type { Tx } from '../../../db/store.ts'
import type { RequestContext } from '../../../http/context.ts'
import { newId } from '../../../lib/id.ts'
import { record } from '../../audit/index.ts'
import { dropOtherClaims, holdMailbox } from '../addresses/prove.ts'
import type { Email } from '../emails.ts'
import type { ProvenIdentity } from './claims.ts'
import { identityEmailKnown, identityTaken } from './errors.ts'
import type { Provider } from './providers.ts'

/** Gives a new account the identity that it was made by; of two at once, one gets it. @throws identityTaken */
export async function addIdentity(
  tx: Tx,
  ctx: RequestContext,
  accountId: string,
  { provider, proven, label }: { provider: Provider; proven: ProvenIdentity; label: string },
): Promise<void> {
  const now = ctx.clock.now()
  const { issuer, subject } = proven
  const id = newId('idn', now)
  const added = await tx
    .insertInto('identities')
    .values({
      ...{ id, account_id: accountId, provider_id: provider.id, issuer, subject },
      ...{ label, created_at: now, last_used_at: now },
    })
    .onConflict((conflict) => conflict.columns(['issuer', 'subject']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!added) throw identityTaken()
  const details = { provider: provider.slug }
  await record(tx, ctx, { act: 'identity.linked', accountId, target: id, security: true, details })
}

/**
 * Takes an address as proven, because a provider that the operator trusts for that has verified it; what others claimed of it without a
 * proof is dropped (rule 31).
 *
 * @throws identityEmailKnown where another account has proven it.
 */
export async function proveByProvider(
  tx: Tx,
  ctx: RequestContext,
  accountId: string,
  email: Email,
): Promise<void> {
  const row = await tx
    .selectFrom('emails')
    .select('id')
    .where('account_id', '=', accountId)
    .where('address_key', '=', email.key)
    .executeTakeFirstOrThrow()
  await holdMailbox(tx, ctx, row.id)
  await tx
    .updateTable('emails')
    .set({ verified_at: ctx.clock.now() })
    .where('id', '=', row.id)
    .execute()
    .catch((error: unknown) => {
      throw isUniqueViolation(error) ? identityEmailKnown() : error
    })
  await dropOtherClaims(tx, ctx, email.key, accountId)
  await record(tx, ctx, { act: 'account.email_proven', accountId, target: row.id, security: true })
}
