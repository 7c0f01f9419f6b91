import type { Permission } from '../../../contract/roles.ts'

/** Who asks: an account with what its role allows in the organization of the key. */
export type Asking = { accountId: string; can: ReadonlySet<Permission> }
type Owned = { account_id: string }

/** Members see only their own keys; another one does not exist for them. */
export function maySeeKey(asking: Asking, key: Owned): boolean {
  return asking.can.has('keys:read') || key.account_id === asking.accountId
}

/** Owners and admins manage every key, members their own. */
export function mayManageKey(asking: Asking, key: Owned): boolean {
  if (asking.can.has('keys:manage')) return true
  return asking.can.has('keys:manageOwn') && key.account_id === asking.accountId
}
