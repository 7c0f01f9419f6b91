import type { RequestContext } from '../../http/context.ts'

const hourMs = 3_600_000
const days30Ms = 30 * 24 * hourMs

type Facts = {
  owner: { id: string; username: string; nickname: string | null } | null
  calls30Days: number
}

/** Who owns organizations, and how much they call: two questions for a whole page of them. */
export async function organizationFacts(
  { store, clock }: RequestContext,
  ids: readonly string[],
): Promise<(id: string) => Facts> {
  if (ids.length === 0) return () => ({ owner: null, calls30Days: 0 })
  const since = clock.now() - days30Ms
  const [owners, sums] = await Promise.all([
    store.reads
      .selectFrom('memberships')
      .innerJoin('accounts', 'accounts.id', 'memberships.account_id')
      .select(['organization_id', 'accounts.id', 'accounts.username', 'accounts.nickname'])
      .where('organization_id', 'in', ids)
      .where('role', '=', 'owner')
      // The first owner comes last, and is the one that stays in the map.
      .orderBy('joined_at', 'desc')
      .orderBy('accounts.id', 'desc')
      .execute(),
    store.reads
      .selectFrom('usage_hours')
      .select('organization_id')
      .select(({ fn }) => fn.sum<number>('calls').as('calls'))
      .where('organization_id', 'in', ids)
      .where('hour', '>=', since - (since % hourMs))
      .groupBy('organization_id')
      .execute(),
  ])
  const ownerOf = new Map(
    owners.map(({ organization_id, id, username, nickname }) => [
      organization_id,
      { id, username, nickname },
    ]),
  )
  const callsOf = new Map(sums.map(({ organization_id, calls }) => [organization_id, Number(calls)]))
  return (id) => ({ owner: ownerOf.get(id) ?? null, calls30Days: callsOf.get(id) ?? 0 })
}
