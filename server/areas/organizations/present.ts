import type { Role } from '../../../contract/roles.ts'
import type { OrganizationRow, PolicyRow } from '../../db/schema.ts'
import { permissionList } from './members.ts'

/** The public shape of an organization, for one of its members. */
export function presentOrganization(row: OrganizationRow, role: Role) {
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    personal: row.personal_of !== null,
    role,
    can: permissionList(role),
    createdAt: new Date(row.created_at).toISOString(),
  }
}

type StoredPolicy = {
  [K in keyof PolicyRow]: PolicyRow[K] extends { __select__: infer S } ? S : PolicyRow[K]
}

/** The switches of an organization. Prompts and approvals cannot be switched on yet, so they read as off. */
export function presentPolicy(row: Omit<StoredPolicy, 'organization_id' | 'updated_at'>) {
  return {
    acceptUnpricedModels: row.accept_unpriced_models === 1,
    recordIp: row.record_ip as 'off' | 'truncated' | 'full',
    ipRetentionDays: row.ip_retention_days,
    maxKeyDays: row.max_key_days,
    keepPromptsDays: 0,
    keysNeedApproval: false,
    requireTwoFactorFrom:
      row.require_two_factor_from === null ? null : new Date(row.require_two_factor_from).toISOString(),
  }
}
