import type { KeyView } from '../../../contract/keys.ts'
import type { KeyScope } from '../../../contract/scopes.ts'
import type { KeyRow } from './rows.ts'
import { statusOf } from './status.ts'

const time = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString())

/** The public shape of a key: there is no secret and no digest to forget. */
export function presentKey(row: KeyRow, { now, manage }: { now: number; manage: boolean }): KeyView {
  return {
    id: row.id,
    name: row.name,
    organization: row.organization,
    status: statusOf(
      {
        revokedAt: row.revoked_at,
        disabledAt: row.disabled_at,
        expiresAt: row.expires_at,
        orphaned: row.orphaned === 1,
      },
      now,
    ),
    hint: row.hint,
    scopes: JSON.parse(row.scopes) as KeyScope[],
    models: row.models === null ? null : (JSON.parse(row.models) as string[]),
    ipAllowlist: JSON.parse(row.ip_allowlist) as string[],
    remark: row.remark,
    budgets: [],
    limits: { requestsPerMinute: null, tokensPerMinute: null, concurrent: null },
    expiresAt: time(row.expires_at),
    lastUsedAt: time(row.last_used_at),
    lastUsedIp: row.last_used_ip,
    createdBy: row.account_id,
    createdAt: new Date(row.created_at).toISOString(),
    previousSecretUntil: time(row.previous_secret_until),
    can: { manage },
  }
}
