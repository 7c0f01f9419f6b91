import type { Tx } from '../../../db/store.ts'
import type { RequestContext } from '../../../http/context.ts'
import { localeOf } from '../../mail/index.ts'
import { tellPerson } from '../addresses/tell.ts'
import { inWords } from '../watching/new-sign-in.ts'
import { memberWithoutFactor } from './required.ts'

/**
 * Writes to each member who has no second factor that their organization requires one, and from when on (rule 22): in their language and
 * their time.
 *
 * @param input.from milliseconds since 1970.
 */
export async function tellMembersWithoutFactor(
  tx: Tx,
  ctx: RequestContext,
  { organizationId, from }: { organizationId: string; from: number },
): Promise<void> {
  const members = await tx
    .selectFrom('memberships')
    .innerJoin('accounts', 'accounts.id', 'memberships.account_id')
    .innerJoin('organizations', 'organizations.id', 'memberships.organization_id')
    .select(['accounts.id', 'accounts.locale', 'accounts.time_zone', 'organizations.name'])
    .where('memberships.organization_id', '=', organizationId)
    .where('accounts.disabled_at', 'is', null)
    .where(memberWithoutFactor(ctx.config))
    .execute()
  for (const { id, locale, time_zone: timeZone, name } of members) {
    const params = { organization: name, time: inWords(from, localeOf(ctx, locale), timeZone) }
    await tellPerson(tx, ctx, id, { kind: 'second_factor_due', params, path: '/personal/account/two-factor' })
  }
}
