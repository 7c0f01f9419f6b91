import type { Deps } from '../../deps.ts'

/** How many working keys of a person nobody has used since; what was made later is new, not unused. */
export async function countUnusedKeys(
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  accountId: string,
  since: number,
): Promise<number> {
  const { count } = await store.reads
    .selectFrom('api_keys as k')
    // Of organizations that the person has left the keys have stopped (rule 44).
    .innerJoin('memberships as m', (join) =>
      join.onRef('m.organization_id', '=', 'k.organization_id').onRef('m.account_id', '=', 'k.account_id'),
    )
    .select((eb) => eb.fn.countAll().as('count'))
    .where('k.account_id', '=', accountId)
    .where('k.revoked_at', 'is', null)
    .where('k.disabled_at', 'is', null)
    .where((eb) => eb.or([eb('k.expires_at', 'is', null), eb('k.expires_at', '>', clock.now())]))
    .where((eb) => eb(eb.fn.coalesce('k.last_used_at', 'k.created_at'), '<=', since))
    .executeTakeFirstOrThrow()
  return Number(count)
}
