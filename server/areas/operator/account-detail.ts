import type { z } from 'zod'
import type { accountDetail } from '../../../contract/operator-accounts.ts'
import type { Role } from '../../../contract/roles.ts'
import type { RequestContext } from '../../http/context.ts'
import { notFound } from '../../http/errors.ts'
import { presentForOperator, sessionLengths, sessionLives } from '../accounts/index.ts'
import type { SettingsStore } from '../settings/index.ts'
import { peopleForOperator } from './accounts.ts'
import { liveKeys } from './live-keys.ts'

const mostMemberships = 100
const iso = (ms: number | null): string | null => (ms === null ? null : new Date(Number(ms)).toISOString())

/** Everything that an operator sees of an account. @throws notFound */
export async function viewAccount(
  ctx: RequestContext,
  settings: SettingsStore,
  id: string,
): Promise<z.input<typeof accountDetail>> {
  const { reads } = ctx.store
  const lengths = await sessionLengths(settings)
  const now = ctx.clock.now()
  const [person, memberships, keys, used, sessions, totp, ways] = await Promise.all([
    peopleForOperator(reads).where('accounts.id', '=', id).executeTakeFirst(),
    membershipsOf(ctx, id),
    reads
      .selectFrom('api_keys')
      .select('organization_id')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .where('account_id', '=', id)
      .where(liveKeys(now))
      .groupBy('organization_id')
      .execute(),
    reads
      .selectFrom('api_keys')
      .select(({ fn }) => fn.max<number | null>('last_used_at').as('at'))
      .where('account_id', '=', id)
      .executeTakeFirst(),
    reads
      .selectFrom('sessions')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .where('account_id', '=', id)
      .where(sessionLives(now, lengths))
      .executeTakeFirstOrThrow(),
    reads.selectFrom('totp').select('enabled_at').where('account_id', '=', id).executeTakeFirst(),
    waysOf(ctx, id),
  ])
  if (!person) throw notFound()
  const keysOf = new Map(keys.map(({ organization_id, n }) => [organization_id, Number(n)]))
  return {
    ...presentForOperator(person),
    organizations: Number(person.organizations),
    disabledAt: iso(person.disabled_at),
    twoFactor: totp !== undefined,
    ...ways,
    passwordDue: person.password_due === 1,
    profileComplete: person.profile_completed_at !== null,
    locale: person.locale,
    timeZone: person.time_zone,
    sessions: Number(sessions.n),
    keys: keys.reduce((sum, { n }) => sum + Number(n), 0),
    keyLastUsedAt: iso(used?.at ?? null),
    memberships: memberships.map(({ id: organizationId, slug, name, personal_of, role, others }) => ({
      ...{ organizationId, slug, name },
      personal: personal_of === id,
      role: role as Role,
      onlyOwner: role === 'owner' && Number(others) === 0,
      keys: keysOf.get(organizationId) ?? 0,
    })),
  }
}

/** What somebody signs in by; whether each does so now depends on the switches. */
async function waysOf({ store }: RequestContext, accountId: string) {
  const of = <T extends 'passwords' | 'passkeys'>(table: T) =>
    store.reads
      .selectFrom(table as 'passkeys')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .where('account_id', '=', accountId)
      .executeTakeFirstOrThrow()
  const [passwords, passkeys, linked] = await Promise.all([
    of('passwords'),
    of('passkeys'),
    store.reads
      .selectFrom('identities')
      .innerJoin('identity_providers', 'identity_providers.id', 'identities.provider_id')
      .select('identity_providers.name')
      .where('identities.account_id', '=', accountId)
      .orderBy('identities.id')
      .execute(),
  ])
  return {
    password: Number(passwords.n) > 0,
    passkeys: Number(passkeys.n),
    linked: linked.map(({ name }) => name),
  }
}

/** Where somebody belongs, with how many others own it who are enabled. */
function membershipsOf({ store }: RequestContext, accountId: string) {
  return store.reads
    .selectFrom('memberships')
    .innerJoin('organizations', 'organizations.id', 'memberships.organization_id')
    .select(['organizations.id', 'organizations.slug', 'organizations.name', 'organizations.personal_of'])
    .select('memberships.role')
    .select((eb) =>
      eb
        .selectFrom('memberships as other')
        .innerJoin('accounts as owner', 'owner.id', 'other.account_id')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .whereRef('other.organization_id', '=', 'organizations.id')
        .where('other.role', '=', 'owner')
        .where('owner.disabled_at', 'is', null)
        .where('owner.id', '!=', accountId)
        .$asScalar()
        .$notNull()
        .as('others'),
    )
    .where('memberships.account_id', '=', accountId)
    .orderBy('memberships.joined_at')
    .orderBy('organizations.id')
    .limit(mostMemberships)
    .execute()
}
