import type { Tx } from '../../db/store.ts'
import type { RequestContext, SignedIn } from '../../http/context.ts'
import { expectOtherOperator } from './other-operator.ts'
import { recordOnBoth } from './record-on-both.ts'
import { endSessionsOf } from './sessions.ts'

/**
 * Makes somebody an operator, or one no more. Their sessions end with it (rule 8): a browser that was left open somewhere operates nothing.
 *
 * @throws lastOperator
 */
export async function setOperator(
  tx: Tx,
  ctx: RequestContext & { session: SignedIn },
  accountId: string,
  operator: boolean,
): Promise<void> {
  if (!operator) await expectOtherOperator(tx, ctx, accountId)
  const changed = await tx
    .updateTable('accounts')
    .set({ operator: operator ? 1 : 0 })
    .where('id', '=', accountId)
    .where('operator', '=', operator ? 0 : 1)
    .returning('id')
    .executeTakeFirst()
  if (!changed) return
  await endSessionsOf(tx, accountId)
  ctx.store.announce(tx, { kind: 'account', id: accountId })
  await recordOnBoth(tx, ctx, accountId, operator ? 'account.operator_made' : 'account.operator_ended')
}
