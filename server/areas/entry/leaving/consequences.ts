import type { z } from 'zod'
import type { deletionView } from '../../../../contract/leaving.ts'
import type { Db } from '../../../db/store.ts'
import type { RequestContext, SignedIn } from '../../../http/context.ts'
import { nanosToUsd, readMeter, walletId } from '../../money/index.ts'
import { personalOrganization } from '../../organizations/index.ts'
import type { SettingsStore } from '../../settings/index.ts'

type Named = { id: string; slug: string; name: string }

/**
 * Shared organizations by what deleting an account does to them: `going` where nobody else is in it, `blocking` where others are and none
 * of them who is enabled owns it. Who is going as well counts as gone.
 */
export async function sharedOrganizations(
  db: Db,
  accountId: string,
): Promise<{ all: Named[]; going: Named[]; blocking: Named[] }> {
  const rows = await db
    .selectFrom('memberships as m')
    .innerJoin('organizations as o', 'o.id', 'm.organization_id')
    .select(['o.id', 'o.slug', 'o.name', 'm.role'])
    .select((eb) => {
      const others = eb
        .selectFrom('memberships as other')
        .innerJoin('accounts as person', 'person.id', 'other.account_id')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .whereRef('other.organization_id', '=', 'o.id')
        .where('other.account_id', '!=', accountId)
        .where('other.account_id', 'not in', eb.selectFrom('account_deletions').select('account_id'))
      return [
        others.as('others'),
        others.where('other.role', '=', 'owner').where('person.disabled_at', 'is', null).as('owners'),
      ]
    })
    .where('m.account_id', '=', accountId)
    // The own personal one goes in any case.
    .where((eb) => eb.or([eb('o.personal_of', 'is', null), eb('o.personal_of', '!=', accountId)]))
    .orderBy('o.name')
    .execute()
  const blocks = rows.filter(
    ({ role, others, owners }) => role === 'owner' && Number(others) > 0 && Number(owners) === 0,
  )
  const named = ({ id, slug, name }: Named): Named => ({ id, slug, name })
  return {
    all: rows.map(named),
    going: rows.filter(({ others }) => Number(others) === 0).map(named),
    blocking: blocks.map(named),
  }
}

/** What deleting one's account does, counted now. */
export async function viewDeletion(
  ctx: RequestContext & { session: SignedIn },
  settings: SettingsStore,
): Promise<z.input<typeof deletionView>> {
  const { accountId, username, operator } = ctx.session
  const { reads } = ctx.store
  const { id: personalId } = await personalOrganization(reads, accountId)
  const { all, going, blocking } = await sharedOrganizations(reads, accountId)
  const organizationIds = [personalId, ...going.map(({ id }) => id)]
  const count = (table: 'api_keys' | 'access_tokens') =>
    reads
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .where('account_id', '=', accountId)
      .where('revoked_at', 'is', null)
      .executeTakeFirstOrThrow()
  const [keys, tokens, calls, ledger, wallet, others, { deletionGraceDays }] = await Promise.all([
    count('api_keys'),
    count('access_tokens'),
    reads
      .selectFrom('usage_hours')
      .select(({ fn }) => fn.sum<number | null>('calls').as('n'))
      .where('organization_id', 'in', organizationIds)
      .executeTakeFirstOrThrow(),
    reads
      .selectFrom('ledger')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .where('wallet_id', 'in', organizationIds.map(walletId))
      .executeTakeFirstOrThrow(),
    readMeter(reads, walletId(personalId)),
    reads
      .selectFrom('accounts')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .where('operator', '=', 1)
      .where('disabled_at', 'is', null)
      .where('password_due', '=', 0)
      .where('id', '!=', accountId)
      .executeTakeFirstOrThrow(),
    settings.current(),
  ])
  const named = ({ slug, name }: Named) => ({ slug, name })
  return {
    username,
    keys: Number(keys.n),
    accessTokens: Number(tokens.n),
    memberships: all.length - going.length,
    balanceUsd: nanosToUsd((wallet?.cap ?? 0n) - (wallet?.spent ?? 0n)),
    ledgerEntries: Number(ledger.n),
    usageRecords: Number(calls.n ?? 0),
    going: going.map(named),
    blocking: blocking.map(named),
    lastOperator: operator && Number(others.n) === 0,
    graceDays: deletionGraceDays,
  }
}
