import type { Tx } from '../../../db/store.ts'
import type { Deps } from '../../../deps.ts'
import { dropMeters } from '../../money/index.ts'
import { closeAccount } from './close-account.ts'
import { eraseCalls } from './erase-calls.ts'
import { eraseOrganization } from './erase-organization.ts'
import { nobody } from './nobody.ts'
import { type Traces, unnameEvents } from './unname.ts'

/**
 * Erases an account that is due: what is theirs goes, what they did in organizations of others stays without them. Every step may be cut
 * and done again; the account itself goes last, so that what was begun is known until it is done.
 *
 * @param goOn asked before each part: renews the lease. False ends it.
 * @returns whether nothing is left.
 */
export async function eraseAccount(
  deps: Deps,
  accountId: string,
  goOn: () => Promise<boolean>,
): Promise<boolean> {
  const { store } = deps
  await store.transaction((tx) => closeAccount(tx, deps, accountId))
  const traces = await findTraces(deps, accountId)
  for (const organizationId of traces.ids)
    if (organizationId !== accountId && !(await eraseOrganization(deps, organizationId, goOn))) return false
  for (const organizationId of await organizationsWithCalls(deps, accountId))
    if (!(await eraseCalls(deps, { organizationId, accountId }, goOn))) return false
  if (!(await unnameEvents(deps, traces, goOn))) return false
  if (!(await goOn())) return false
  await store.transaction((tx) => removeRest(tx, traces))
  return true
}

/** Organizations in which nobody else is; the personal one always is one. Those go with the account. */
async function findTraces({ store }: Deps, accountId: string): Promise<Traces> {
  const { db } = store
  const going = await db
    .selectFrom('organizations as o')
    .select(['o.id'])
    .where((eb) =>
      eb.or([
        eb('o.personal_of', '=', accountId),
        eb.and([
          eb.exists(
            eb
              .selectFrom('memberships as own')
              .select('own.role')
              .whereRef('own.organization_id', '=', 'o.id')
              .where('own.account_id', '=', accountId),
          ),
          eb.not(
            eb.exists(
              eb
                .selectFrom('memberships as other')
                .select('other.role')
                .whereRef('other.organization_id', '=', 'o.id')
                .where('other.account_id', '!=', accountId),
            ),
          ),
        ]),
      ]),
    )
    .execute()
  const organizationIds = going.map(({ id }) => id)
  const emails = await db.selectFrom('emails').select('address').where('account_id', '=', accountId).execute()
  const slugs =
    organizationIds.length === 0
      ? []
      : await db
          .selectFrom('organization_slugs')
          .select('slug')
          .where('organization_id', 'in', organizationIds)
          .execute()
  const person = await db
    .selectFrom('accounts')
    .select('username')
    .where('id', '=', accountId)
    .executeTakeFirst()
  const names = [...emails.map(({ address }) => address), ...slugs.map(({ slug }) => slug)]
  if (person) names.push(person.username)
  return { accountId, ids: [accountId, ...organizationIds], names: [...new Set(names)] }
}

/** Wherever they ever called, members or not by now. */
async function organizationsWithCalls({ store }: Deps, accountId: string): Promise<string[]> {
  const rows = await store.reads
    .selectFrom('usage_hours')
    .select('organization_id')
    .distinct()
    .where('account_id', '=', accountId)
    .execute()
  return rows.map((row) => row.organization_id)
}

/** What is few: references of others become nobody's, the rest goes, the account last. */
async function removeRest(tx: Tx, { accountId, ids, names }: Traces): Promise<void> {
  await tx.updateTable('open_calls').set({ account_id: nobody }).where('account_id', '=', accountId).execute()
  await tx
    .updateTable('api_keys')
    .set({ account_id: nobody, last_used_ip: null })
    .where('account_id', '=', accountId)
    .execute()
  await tx
    .updateTable('organizations')
    .set({ created_by: nobody })
    .where('created_by', '=', accountId)
    .execute()
  await tx.updateTable('ledger').set({ account_id: null }).where('account_id', '=', accountId).execute()
  await tx.updateTable('prices').set({ created_by: null }).where('created_by', '=', accountId).execute()
  await tx
    .updateTable('invitations')
    .set({ created_by: nobody })
    .where('created_by', '=', accountId)
    .execute()
  // Whom it was for stands in its note.
  await tx.deleteFrom('invitations').where('accepted_by', '=', accountId).execute()
  await dropMeters(tx, accountId)
  for (const id of ids) await tx.deleteFrom('idempotency_keys').where('reply', 'like', `%${id}%`).execute()
  const addresses = names.filter((name) => name.includes('@'))
  if (addresses.length > 0) await tx.deleteFrom('mails').where('recipient', 'in', addresses).execute()
  for (const table of ['mails', 'exports', 'avatars', 'emails', 'memberships', 'access_tokens'] as const)
    await tx.deleteFrom(table).where('account_id', '=', accountId).execute()
  // The digest stays, and is nobody's: the name is never given out again.
  await tx
    .updateTable('reserved_usernames')
    .set({ account_id: null })
    .where('account_id', '=', accountId)
    .execute()
  await tx.deleteFrom('account_deletions').where('account_id', '=', accountId).execute()
  await tx.deleteFrom('accounts').where('id', '=', accountId).execute()
}
