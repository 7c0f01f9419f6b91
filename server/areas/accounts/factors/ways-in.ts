import type { Config } from '../../../config.ts'
import type { Tx } from '../../../db/store.ts'
import { identityIsUsable } from '../identities/usable.ts'
import { passkeyIsUsable } from '../passkeys/relying-party.ts'
import { passwordsSignIn } from '../passwords/signs-in.ts'
import { lastWayIn } from './errors.ts'

/**
 * How many ways into an account there are: password while the operator lets passwords sign in, passkeys of this address while the operator has them switched on, linked
 * identities whose provider is switched on. A recovery code or an authenticator is none by itself.
 */
export async function countWaysIn(
  tx: Tx,
  { config }: { config: Pick<Config, 'publicUrl' | 'passwordSignIn'> },
  accountId: string,
): Promise<number> {
  const { password, passkeys, identities } = await tx
    .selectNoFrom((eb) => [
      eb
        .selectFrom('passwords')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .where('account_id', '=', accountId)
        .where(passwordsSignIn(config))
        .as('password'),
      eb
        .selectFrom('passkeys')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .where('account_id', '=', accountId)
        .where(passkeyIsUsable(config))
        .as('passkeys'),
      eb
        .selectFrom('identities')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .where('account_id', '=', accountId)
        .where(identityIsUsable())
        .as('identities'),
    ])
    .executeTakeFirstOrThrow()
  return Number(password) + Number(passkeys) + Number(identities)
}

/**
 * Call it after the removal, in its transaction and with the account held (`holdAccount`): of two that each remove one of the last two,
 * the second one finds none left (rules 28 and 32).
 *
 * @throws lastWayIn
 */
export async function expectWayInLeft(
  tx: Tx,
  ctx: { config: Pick<Config, 'publicUrl' | 'passwordSignIn'> },
  accountId: string,
): Promise<void> {
  if ((await countWaysIn(tx, ctx, accountId)) === 0) throw lastWayIn()
}
