import { type ProcedureContext, procedure } from '../../db/procedure.ts'
import { insertRecords } from './insert-records.ts'
import type { CallRecord, Settlement } from './records.ts'
import { rollUp } from './roll-up.ts'

/** A stream that began to reach its client: noted, so that a killed process leaves a trace of it. */
export type OpenCall = {
  requestId: string
  at: number
  organizationId: string
  keyId: string
  accountId: string
  model: string
  endpoint: string
}

export const interruptedCode = 'interrupted'

/** The record of a stream whose process died: nothing is known of it but that it began. */
export function interruptedRecord(call: OpenCall): CallRecord {
  return {
    requestId: call.requestId,
    at: call.at,
    organizationId: call.organizationId,
    keyId: call.keyId,
    accountId: call.accountId,
    model: call.model,
    endpoint: call.endpoint,
    stream: true,
    status: 500,
    errorCode: interruptedCode,
    usageSource: 'none',
    costNanos: 0n,
    priceId: null,
    unpriced: false,
    buckets: '[]',
    attempts: '[]',
    latencyMs: 0,
    firstTokenMs: null,
    inputTokens: 0,
    outputTokens: 0,
    ip: null,
  }
}

/** Notes streams that began; nobody waits for it. */
export const openCalls = procedure(
  'openCalls',
  async ({ tx }: ProcedureContext, input: { ownerId: string; calls: OpenCall[] }): Promise<void> => {
    for (const call of input.calls) {
      await tx
        .insertInto('open_calls')
        .columns([
          'request_id',
          'owner_id',
          'at',
          'organization_id',
          'key_id',
          'account_id',
          'model',
          'endpoint',
        ])
        .values({
          request_id: call.requestId,
          owner_id: input.ownerId,
          at: call.at,
          organization_id: call.organizationId,
          key_id: call.keyId,
          account_id: call.accountId,
          model: call.model,
          endpoint: call.endpoint,
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    }
  },
)

/**
 * Streams of dead owners become records without a cost: what was delivered of them before the process was killed stays unbilled
 * (money.md, "Prices"), and says so.
 */
export async function interrupt(context: ProcedureContext, atMost: number): Promise<number> {
  const { tx } = context
  const rows = await tx
    .selectFrom('open_calls')
    .innerJoin('owners', 'owners.id', 'open_calls.owner_id')
    .selectAll('open_calls')
    .where('owners.state', '=', 'dead')
    .orderBy('open_calls.request_id')
    .limit(atMost)
    .execute()
  if (rows.length === 0) return 0
  const settlements = rows.map((row): Settlement => {
    const call: OpenCall = {
      requestId: row.request_id,
      at: row.at,
      organizationId: row.organization_id,
      keyId: row.key_id,
      accountId: row.account_id,
      model: row.model,
      endpoint: row.endpoint,
    }
    return { holdNanos: 0n, meters: [], parts: [], record: interruptedRecord(call) }
  })
  const fresh = await insertRecords(context, settlements)
  await rollUp(
    context,
    fresh.map(({ record }) => record),
  )
  const ids = rows.map((row) => row.request_id)
  await tx.deleteFrom('open_calls').where('request_id', 'in', ids).execute()
  return rows.length
}
