import type { Db } from '../../db/store.ts'
import { newId } from '../../lib/id.ts'
import type { Email } from './emails.ts'
import { reserveUsername, type Username } from './usernames.ts'

export type NewAccount = {
  id: string
  name: Username
  nickname: string | null
  /** Null where a provider named none. */
  email: Email | null
  /** Whether the address counts as proven. */
  emailVerified: boolean
  /** Null of who signs in another way. */
  passwordHash: string | null
  operator: boolean
  personalOrganizationId: string
  now: number
}

/**
 * Makes an account with its first address and its password, where it has them, in the caller's transaction.
 *
 * @throws usernameTaken
 */
export async function addAccount(tx: Db, input: NewAccount): Promise<void> {
  const { id, name, now } = input
  await reserveUsername(tx, name.key, id, now)
  await tx
    .insertInto('accounts')
    .values({
      id,
      username: name.username,
      username_key: name.key,
      nickname: input.nickname,
      locale: null,
      time_zone: null,
      operator: input.operator ? 1 : 0,
      disabled_at: null,
      profile_completed_at: null,
      personal_organization_id: input.personalOrganizationId,
      created_at: now,
      last_sign_in_at: now,
    })
    .execute()
  if (input.email)
    await tx
      .insertInto('emails')
      .values({
        id: newId('eml', now),
        account_id: id,
        address: input.email.address,
        address_key: input.email.key,
        is_primary: 1,
        verified_at: input.emailVerified ? now : null,
        created_at: now,
      })
      .execute()
  if (input.passwordHash !== null)
    await tx
      .insertInto('passwords')
      .values({ account_id: id, hash: input.passwordHash, updated_at: now })
      .execute()
}

/** Whether anybody operates this installation yet. */
export async function operatorExists(db: Db): Promise<boolean> {
  const row = await db
    .selectFrom('accounts')
    .select('id')
    .where('operator', '=', 1)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** An account with its primary address. */
export type Person = NonNullable<Awaited<ReturnType<typeof findPerson>>>

export async function findPerson(db: Db, accountId: string) {
  const row = await people(db).where('accounts.id', '=', accountId).executeTakeFirst()
  return row ?? null
}

/** Accounts joined with their primary address: what lists and views are made of. */
export function people(db: Db) {
  return db
    .selectFrom('accounts')
    .leftJoin('emails', (join) =>
      join.onRef('emails.account_id', '=', 'accounts.id').on('emails.is_primary', '=', 1),
    )
    .leftJoin('passwords', 'passwords.account_id', 'accounts.id')
    .selectAll('accounts')
    .select(['emails.address as email', 'emails.verified_at as email_verified_at'])
    .select('passwords.updated_at as password_at')
}
