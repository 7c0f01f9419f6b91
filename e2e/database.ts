import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import type { Visitor } from './people.ts'
import type { World } from './world.ts'

/** Changes rows behind the server's back, for what no interface does; throws where nothing was changed. */
function change(world: World, sql: string, ...values: SQLInputValue[]): void {
  const database = new DatabaseSync(join(world.dataDir, 'portico.db'), { timeout: 5000 })
  try {
    if (Number(database.prepare(sql).run(...values).changes) === 0) throw new Error(`Nothing changed: ${sql}`)
  } finally {
    database.close()
  }
}

/** The last proof of these sessions is too old for a dangerous act. */
export function forgetConfirmations(world: World, who: Visitor): void {
  change(
    world,
    'update sessions set confirmed_until = 1 where account_id = (select id from accounts where username = ?)',
    who.username,
  )
}

/** As somebody is who came by a linked account and never set a password. */
export function forgetPassword(world: World, who: Visitor): void {
  change(
    world,
    'delete from passwords where account_id = (select id from accounts where username = ?)',
    who.username,
  )
}

/** Makes somebody a member: invitations to organizations are not there yet. */
export function addMember(
  world: World,
  org: string,
  who: Visitor,
  role: 'admin' | 'member' | 'billing' | 'viewer',
): void {
  change(
    world,
    `insert into memberships (organization_id, account_id, role, joined_at)
     select slugs.organization_id, accounts.id, ?, ? from organization_slugs slugs, accounts
     where slugs.slug = ? and accounts.username = ?`,
    role,
    Date.now(),
    org,
    who.username,
  )
}
