import type { Tx } from '../../db/store.ts'
import type { RequestContext } from '../../http/context.ts'
import { lastOperator } from './errors.ts'

/**
 * Somebody must be left who can operate: enabled, and not waiting for a new password themselves. Two operators who shut each other out at
 * once would leave nobody: the second one finds the first one's act here.
 *
 * @throws lastOperator
 */
export async function expectOtherOperator(
  tx: Tx,
  { store }: Pick<RequestContext, 'store'>,
  accountId: string,
): Promise<void> {
  const operators = await tx
    .selectFrom('accounts')
    .select(['id', 'disabled_at', 'password_due'])
    .where('operator', '=', 1)
    .orderBy('id')
    // SQLite has one writer at a time anyway.
    .$if(store.kind === 'postgres', (rows) => rows.forUpdate())
    .execute()
  const target = operators.find(({ id }) => id === accountId)
  if (!target) return
  const others = operators.filter(
    ({ id, disabled_at, password_due }) => id !== accountId && disabled_at === null && password_due === 0,
  )
  if (others.length === 0) throw lastOperator()
}
