import type { Deps } from '../../deps.ts'
import { idFloor } from '../../lib/id.ts'

/** Rows that one statement erases: small, so that no call waits long for the one writer. */
const batchRows = 500
const dayMs = 86_400_000

type Scope = {
  organizationId: string
  /** Only what was stored before this moment; null: everything. */
  before: number | null
}

async function eraseBatch(
  { store }: Pick<Deps, 'store'>,
  { organizationId, before }: Scope,
): Promise<number> {
  const records = await store.db
    .updateTable('usage_records')
    .set({ ip: null })
    .where('organization_id', '=', organizationId)
    .where('request_id', 'in', (eb) =>
      eb
        .selectFrom('usage_records')
        .select('request_id')
        .where('organization_id', '=', organizationId)
        .where('ip', 'is not', null)
        .$if(before !== null, (rows) => rows.where('request_id', '<', idFloor('req', before as number)))
        .limit(batchRows),
    )
    .executeTakeFirstOrThrow()
  return Number(records.numUpdatedRows)
}

async function eraseAll(deps: Pick<Deps, 'store'>, scope: Scope): Promise<number> {
  let erased = 0
  for (;;) {
    const batch = await eraseBatch(deps, scope)
    erased += batch
    if (batch < batchRows) break
  }
  const { organizationId, before } = scope
  const keys = await deps.store.db
    .updateTable('api_keys')
    .set({ last_used_ip: null })
    .where('organization_id', '=', organizationId)
    .where('last_used_ip', 'is not', null)
    .$if(before !== null, (rows) => rows.where('last_used_at', '<', before as number))
    .executeTakeFirstOrThrow()
  return erased + Number(keys.numUpdatedRows)
}

/** Erases every client address that is stored for an organization (promise 10). @returns how many there were. */
export async function eraseStoredIps(deps: Pick<Deps, 'store'>, organizationId: string): Promise<number> {
  return eraseAll(deps, { organizationId, before: null })
}

/** Erases client addresses that are older than each organization's policy keeps them; called by the sweeper. */
export async function eraseExpiredIps(deps: Pick<Deps, 'store' | 'clock'>): Promise<void> {
  const now = deps.clock.now()
  const rows = await deps.store.reads
    .selectFrom('policies')
    .select(['organization_id', 'ip_retention_days'])
    .where((eb) =>
      eb.or([
        eb.exists(
          eb
            .selectFrom('usage_records')
            .select('request_id')
            .whereRef('usage_records.organization_id', '=', 'policies.organization_id')
            .where('ip', 'is not', null),
        ),
        eb.exists(
          eb
            .selectFrom('api_keys')
            .select('id')
            .whereRef('api_keys.organization_id', '=', 'policies.organization_id')
            .where('last_used_ip', 'is not', null),
        ),
      ]),
    )
    .execute()
  for (const row of rows) {
    await eraseAll(deps, { organizationId: row.organization_id, before: now - row.ip_retention_days * dayMs })
  }
}
