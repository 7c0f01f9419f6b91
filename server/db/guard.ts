import { AsyncLocalStorage } from 'node:async_hooks'

type Scope = { active: boolean }
const scopes = new AsyncLocalStorage<Scope>()

/**
 * Runs `act` marked as being inside a transaction. On SQLite the outer connection waits for the transaction to end, so
 * asking it from inside would hang for ever; on PostgreSQL it would work by luck. Both fail at once instead.
 */
export async function insideTransaction<T>(act: () => Promise<T>): Promise<T> {
  const scope: Scope = { active: true }
  try {
    return await scopes.run(scope, act)
  } finally {
    scope.active = false
  }
}

/** Throws where the store is asked outside of the transaction that the caller is in. */
export function assertTransactionUsed(): void {
  if (scopes.getStore()?.active)
    throw new Error('Inside a transaction: pass `tx` on instead of asking the store')
}
