import type { RequestContext, SignedIn } from '../../http/context.ts'
import { ownSecondFactorFirst, tellMembersWithoutFactor } from '../accounts/index.ts'
import { record } from '../audit/index.ts'
import { notAvailableYet } from './errors.ts'
import { eraseStoredIps } from './stored-ips.ts'

const columns = [
  'accept_unpriced_models',
  'record_ip',
  'ip_retention_days',
  'max_key_days',
  'require_two_factor_from',
] as const

export type PolicyChanges = {
  acceptUnpricedModels?: boolean | undefined
  recordIp?: 'off' | 'truncated' | 'full' | undefined
  ipRetentionDays?: number | undefined
  maxKeyDays?: number | null | undefined
  keepPromptsDays?: number | undefined
  keysNeedApproval?: boolean | undefined
  requireTwoFactorFrom?: string | null | undefined
  eraseStoredIps?: boolean | undefined
}

export async function readPolicy(ctx: Pick<RequestContext, 'store'>, organizationId: string) {
  return ctx.store.db
    .selectFrom('policies')
    .select(columns)
    .where('organization_id', '=', organizationId)
    .executeTakeFirstOrThrow()
}

/**
 * Changes only the switches that are named (promise 9), told to every node with the commit; members who lack what is required from a new
 * day on are written to.
 *
 * @throws notAvailableYet for a switch that nothing obeys; ownSecondFactorFirst for who requires of others what they lack.
 */
export async function updatePolicy(
  ctx: RequestContext & { session: SignedIn },
  organizationId: string,
  changes: PolicyChanges,
) {
  if ((changes.keepPromptsDays ?? 0) > 0) throw notAvailableYet('keepPromptsDays')
  if (changes.keysNeedApproval === true) throw notAvailableYet('keysNeedApproval')
  const twoFactorFrom = changes.requireTwoFactorFrom
  // Whoever decides it would be kept out with the others, at once or on that day.
  if (twoFactorFrom && !ctx.session.twoFactor) throw ownSecondFactorFirst()
  const { accountId } = ctx.session
  const set = {
    ...(changes.acceptUnpricedModels === undefined
      ? {}
      : { accept_unpriced_models: changes.acceptUnpricedModels ? 1 : 0 }),
    ...(changes.recordIp === undefined ? {} : { record_ip: changes.recordIp }),
    ...(changes.ipRetentionDays === undefined ? {} : { ip_retention_days: changes.ipRetentionDays }),
    ...(changes.maxKeyDays === undefined ? {} : { max_key_days: changes.maxKeyDays }),
    ...(twoFactorFrom === undefined
      ? {}
      : { require_two_factor_from: twoFactorFrom === null ? null : Date.parse(twoFactorFrom) }),
  }
  if (Object.keys(set).length > 0) {
    await ctx.store.transaction(async (tx) => {
      const before = await tx
        .selectFrom('policies')
        .select(columns)
        .where('organization_id', '=', organizationId)
        // Two changes at once would both write down the older values.
        .$if(ctx.store.kind === 'postgres', (row) => row.forUpdate())
        .executeTakeFirstOrThrow()
      await tx
        .updateTable('policies')
        .set({ ...set, updated_at: ctx.clock.now() })
        .where('organization_id', '=', organizationId)
        .execute()
      const from = Object.fromEntries(Object.entries(before).filter(([name]) => name in set))
      await record(tx, ctx, {
        act: 'policy.updated',
        accountId,
        organizationId,
        target: organizationId,
        details: { from, to: set },
      })
      const due = set.require_two_factor_from
      if (due && due !== before.require_two_factor_from)
        await tellMembersWithoutFactor(tx, ctx, { organizationId, from: due })
      ctx.store.announce(tx, { kind: 'organization', id: organizationId })
    })
  }
  if (changes.eraseStoredIps === true) {
    const erased = await eraseStoredIps(ctx, organizationId)
    await record(ctx.store.db, ctx, {
      act: 'policy.addresses_erased',
      accountId,
      organizationId,
      target: organizationId,
      details: { erased },
    })
  }
  return readPolicy(ctx, organizationId)
}
