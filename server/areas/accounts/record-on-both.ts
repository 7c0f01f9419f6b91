import type { Tx } from '../../db/store.ts'
import type { RequestContext, SignedIn } from '../../http/context.ts'
import { type AuditEntry, record } from '../audit/index.ts'

type Actor = RequestContext & { session: SignedIn }

/** An act of an operator on an account: once as theirs, once in the log of the person that it happened to, without the operator's address there. */
export async function recordOnBoth(
  tx: Tx,
  ctx: Actor,
  accountId: string,
  act: string,
  details: Record<string, unknown> = {},
): Promise<void> {
  const entry: AuditEntry = { act, target: accountId, details }
  await record(tx, ctx, { ...entry, accountId: ctx.session.accountId })
  const unnamed = { clock: ctx.clock, requestId: ctx.requestId, ip: '', userAgent: null }
  if (accountId !== ctx.session.accountId) await record(tx, unnamed, { ...entry, accountId, security: true })
}
