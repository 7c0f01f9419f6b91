import type { Tx } from '../../db/store.ts'
import type { RequestContext, SignedIn } from '../../http/context.ts'
import { countWaysIn, holdAccount } from '../accounts/index.ts'
import { ownWayInFirst } from './errors.ts'

type Actor = RequestContext & { session: SignedIn }

/**
 * Does what may take a way in from everybody, unless whoever does it would have none left. Their account is held first: of two such acts
 * at once that each take one of the last two, the second one finds none left.
 *
 * @throws ownWayInFirst
 */
export async function keepingOwnWayIn<T>(tx: Tx, ctx: Actor, act: () => Promise<T>): Promise<T> {
  const { accountId } = ctx.session
  await holdAccount(tx, accountId)
  const done = await act()
  if ((await countWaysIn(tx, ctx, accountId)) === 0) throw ownWayInFirst()
  return done
}
