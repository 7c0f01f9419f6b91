import type { Selectable } from 'kysely'
import { type ProcedureContext, procedure } from '../../db/procedure.ts'
import type { UsageRecordRow } from '../../db/schema.ts'
import type { CallRecord } from './records.ts'
import { rollUp } from './roll-up.ts'

const recordOf = (row: Selectable<UsageRecordRow>): CallRecord => ({
  requestId: row.request_id,
  at: row.at,
  organizationId: row.organization_id,
  keyId: row.key_id,
  accountId: row.account_id,
  model: row.model,
  endpoint: row.endpoint,
  stream: row.stream === 1,
  status: row.status,
  errorCode: row.error_code,
  usageSource: row.usage_source as CallRecord['usageSource'],
  costNanos: row.cost_nanos,
  priceId: row.price_id,
  unpriced: row.unpriced === 1,
  buckets: row.buckets,
  attempts: row.attempts,
  latencyMs: row.latency_ms,
  firstTokenMs: row.first_token_ms,
  inputTokens: row.input_tokens,
  outputTokens: row.output_tokens,
  ip: row.ip,
})

/**
 * Takes calls out of the records of an organization, or the person out of them: then they keep what they cost and who they were for is
 * `nameless`, an id of nobody. The sums of their hours follow in the same transaction, so the checker holds in between as well.
 */
export const forgetCalls = procedure(
  'forgetCalls',
  async (
    context: ProcedureContext,
    input: { organizationId: string; requestIds: string[]; nameless: string | null },
  ): Promise<number> => {
    const { organizationId, requestIds, nameless } = input
    const { tx } = context
    const gone = await tx
      .deleteFrom('usage_records')
      .where('organization_id', '=', organizationId)
      .where('request_id', 'in', requestIds)
      .returningAll()
      .execute()
    if (nameless !== null && gone.length > 0)
      await tx
        .insertInto('usage_records')
        .values(gone.map((row) => ({ ...row, account_id: nameless, ip: null })))
        .execute()
    const records = gone.map(recordOf)
    await rollUp(context, records, -1)
    if (nameless !== null)
      await rollUp(
        context,
        records.map((record) => ({ ...record, accountId: nameless })),
      )
    await tx
      .deleteFrom('usage_hours')
      .where('organization_id', '=', organizationId)
      .where('calls', '=', 0)
      .execute()
    return gone.length
  },
)
