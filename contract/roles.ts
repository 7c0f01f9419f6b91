/** The one table of roles: drives the policies, the walking tests and the documentation. */
export const roles = ['owner', 'admin', 'member', 'billing', 'viewer'] as const
export type Role = (typeof roles)[number]

export const permissions = [
  'organization:read',
  'organization:update',
  'members:read',
  'policy:read',
  'policy:update',
  'keys:read',
  'keys:readOwn',
  'keys:create',
  'keys:manage',
  'keys:manageOwn',
  'wallet:read',
  'ledger:read',
  'usage:read',
  'usage:readOwn',
  'prices:check',
  'models:call',
  'audit:read',
] as const
export type Permission = (typeof permissions)[number]

const everything: readonly Permission[] = permissions
const reading: readonly Permission[] = [
  'organization:read',
  'members:read',
  'policy:read',
  'keys:read',
  'keys:readOwn',
  'wallet:read',
  'ledger:read',
  'usage:read',
  'usage:readOwn',
  'prices:check',
]

/**
 * What each role may do. Owner-only acts (deleting, transferring, making owners) come with their routes;
 * until then owner and admin agree.
 */
export const rolePermissions: Readonly<Record<Role, readonly Permission[]>> = {
  owner: everything,
  admin: everything,
  member: [
    'organization:read',
    'members:read',
    'policy:read',
    'keys:readOwn',
    'keys:create',
    'keys:manageOwn',
    'usage:readOwn',
    'prices:check',
    'models:call',
  ],
  billing: [
    'organization:read',
    'members:read',
    'policy:read',
    'wallet:read',
    'ledger:read',
    'usage:read',
    'usage:readOwn',
    'prices:check',
  ],
  viewer: reading,
}
