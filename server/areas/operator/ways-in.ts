import { sql } from 'kysely'
import type { z } from 'zod'
import type { waysIn } from '../../../contract/ways-in.ts'
import type { RequestContext } from '../../http/context.ts'
import { passkeyIsUsable, passwordsSignIn } from '../accounts/index.ts'

/** How many people have one way in only, and how many no second factor. A passkey counts for this address, an identity while its provider is on. */
export async function countOnlyWays({
  config,
  store,
}: RequestContext): Promise<z.input<typeof waysIn.get.reply>> {
  const people = store.reads
    .selectFrom('accounts')
    .select((eb) => [
      'accounts.id',
      'accounts.operator',
      eb
        .exists(
          eb
            .selectFrom('totp')
            .select(sql<number>`1`.as('one'))
            .whereRef('totp.account_id', '=', 'accounts.id')
            .where('totp.enabled_at', 'is not', null),
        )
        .as('second_factor'),
      eb
        .exists(
          eb
            .selectFrom('passwords')
            .select(sql<number>`1`.as('one'))
            .whereRef('passwords.account_id', '=', 'accounts.id')
            .where(passwordsSignIn(config)),
        )
        .as('by_password'),
      eb
        .exists(
          eb
            .selectFrom('passkeys')
            .select(sql<number>`1`.as('one'))
            .whereRef('passkeys.account_id', '=', 'accounts.id')
            .where(passkeyIsUsable(config)),
        )
        .as('by_passkey'),
      eb
        .exists(
          eb
            .selectFrom('identities')
            .innerJoin('identity_providers', 'identity_providers.id', 'identities.provider_id')
            .select(sql<number>`1`.as('one'))
            .whereRef('identities.account_id', '=', 'accounts.id')
            .where('identity_providers.enabled', '=', 1)
            .whereRef('identity_providers.issuer', '=', 'identities.issuer'),
        )
        .as('by_identity'),
    ])
    .where('accounts.disabled_at', 'is', null)
    .as('p')
  const row = await store.reads
    .selectFrom(people)
    .select(({ fn }) => [
      fn.countAll<number>().as('people'),
      sql<number>`count(case when p.by_password and not p.by_passkey and not p.by_identity then 1 end)`.as(
        'password_only',
      ),
      sql<number>`count(case when p.by_passkey and not p.by_password and not p.by_identity then 1 end)`.as(
        'passkey_only',
      ),
      sql<number>`count(case when not p.second_factor then 1 end)`.as('bare'),
      sql<number>`count(case when p.operator = 1 then 1 end)`.as('operators'),
      sql<number>`count(case when p.operator = 1 and not p.second_factor then 1 end)`.as('bare_operators'),
    ])
    .executeTakeFirstOrThrow()
  return {
    people: Number(row.people),
    passwordOnly: Number(row.password_only),
    passkeyOnly: Number(row.passkey_only),
    withoutSecondFactor: Number(row.bare),
    operators: Number(row.operators),
    operatorsWithoutSecondFactor: Number(row.bare_operators),
  }
}
