import type { keyStatuses } from '../../../contract/keys.ts'
import { type Role, rolePermissions, roles } from '../../../contract/roles.ts'

export type KeyStatus = (typeof keyStatuses)[number]

/** What decides whether a key is good now. Times are milliseconds since 1970. */
export type KeyState = {
  revokedAt: number | null
  disabledAt: number | null
  expiresAt: number | null
  /** Whether the person that it belongs to is gone, disabled or no longer allowed to call (rule 44). */
  orphaned: boolean
}

/** Roles whose members' keys work. */
export const callingRoles: readonly Role[] = roles.filter((role) =>
  rolePermissions[role].includes('models:call'),
)

/**
 * The status of a key by the clock, whether or not anything swept. What cannot be undone is said first: a revoked key is revoked even
 * after its expiry, a disabled one does not come back by a later date.
 */
export function statusOf(key: KeyState, now: number): Exclude<KeyStatus, 'pending'> {
  if (key.revokedAt !== null) return 'revoked'
  if (key.disabledAt !== null || key.orphaned) return 'disabled'
  if (key.expiresAt !== null && key.expiresAt <= now) return 'expired'
  return 'active'
}
