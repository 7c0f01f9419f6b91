import { type Expression, type SqlBool, sql } from 'kysely'
import type { TwoFactorRule } from '../../../../contract/two-factor-rules.ts'
import type { Config } from '../../../config.ts'
import type { Tx } from '../../../db/store.ts'
import type { RequestContext, SignedIn } from '../../../http/context.ts'
import { decidedRule } from '../../settings/index.ts'
import { passkeyIsUsable } from '../passkeys/relying-party.ts'
import { twoFactorKeptByOperator, twoFactorKeptByOrganization } from './errors.ts'

type Who = Pick<SignedIn, 'operator' | 'twoFactor' | 'byIdentity'>

/** Whether the operator's rule asks this person for a second factor that they have not proven (rule 22). */
export function lacksRequired(rule: TwoFactorRule, { operator, twoFactor, byIdentity }: Who): boolean {
  if (rule === 'off' || twoFactor) return false
  if (rule === 'operators') return operator
  return rule === 'everyone' || !byIdentity
}

/** Whether whoever is in `memberships` has none: neither an authenticator nor a passkey that is good here. */
export function memberWithoutFactor(config: Pick<Config, 'publicUrl'>): Expression<SqlBool> {
  const none = sql`select 1 from totp where totp.account_id = memberships.account_id`
  const passkey = sql`select 1 from passkeys where passkeys.account_id = memberships.account_id and ${passkeyIsUsable(config)}`
  return sql<SqlBool>`(not exists (${none}) and not exists (${passkey}))`
}

/**
 * Before the authenticator is turned off, in that transaction: whoever could then reach nothing but setting it up again is refused, with
 * who requires it.
 *
 * @throws twoFactorKeptByOperator, twoFactorKeptByOrganization
 */
export async function expectNotRequired(tx: Tx, ctx: RequestContext & { session: SignedIn }): Promise<void> {
  const { accountId, sessionDigest } = ctx.session
  const session = await tx
    .selectFrom('sessions')
    .select('method')
    .where('digest', '=', sessionDigest)
    .executeTakeFirst()
  // What is left without the authenticator: how this session began.
  if (session?.method === 'passkey') return
  const without = {
    operator: ctx.session.operator,
    twoFactor: false,
    byIdentity: session?.method === 'identity',
  }
  if (lacksRequired(await decidedRule(tx), without)) throw twoFactorKeptByOperator()
  const organization = await tx
    .selectFrom('memberships')
    .innerJoin('policies', 'policies.organization_id', 'memberships.organization_id')
    .innerJoin('organizations', 'organizations.id', 'memberships.organization_id')
    .select('organizations.name')
    .where('memberships.account_id', '=', accountId)
    .where('policies.require_two_factor_from', '<=', ctx.clock.now())
    .orderBy('organizations.name')
    .executeTakeFirst()
  if (organization) throw twoFactorKeptByOrganization(organization.name)
}
