/** What a call's record says, as the gateway makes it. Amounts in nano-dollars, times in milliseconds. */
export type CallRecord = {
  requestId: string
  at: number
  organizationId: string
  keyId: string
  accountId: string
  model: string
  endpoint: string
  stream: boolean
  status: number
  errorCode: string | null
  usageSource: 'provider' | 'partial' | 'estimated' | 'none'
  costNanos: bigint
  priceId: string | null
  unpriced: boolean
  /** JSON: `[[name, quantity, ratePicos, amountPicos], …]`, all but the name as decimal text. */
  buckets: string
  /** JSON: `[{upstream, status, requestId, ms, error}, …]`. */
  attempts: string
  latencyMs: number
  firstTokenMs: number | null
  inputTokens: number
  outputTokens: number
  ip: string | null
}

/** A part of a hold: so much of one lease. */
export type HoldPart = { leaseId: string; meterId: string; nanos: bigint }

/** A finished call with what was held for it; parts of a meter add up to `holdNanos`. */
export type Settlement = {
  record: CallRecord
  holdNanos: bigint
  meters: readonly string[]
  parts: readonly HoldPart[]
}

/** What a settlement takes out of one lease: the cost within the hold, parts in their order. */
export function usedOf(settlement: Settlement): { leaseId: string; meterId: string; nanos: bigint }[] {
  const within =
    settlement.record.costNanos < settlement.holdNanos ? settlement.record.costNanos : settlement.holdNanos
  const [only, more] = settlement.parts
  // One part of one meter: nearly every call.
  if (only && !more) {
    const nanos = within < only.nanos ? within : only.nanos
    return nanos === 0n ? [] : [{ leaseId: only.leaseId, meterId: only.meterId, nanos }]
  }
  const rest = new Map(settlement.meters.map((meter) => [meter, within]))
  const used: { leaseId: string; meterId: string; nanos: bigint }[] = []
  for (const part of settlement.parts) {
    const left = rest.get(part.meterId) ?? 0n
    const nanos = left < part.nanos ? left : part.nanos
    if (nanos === 0n) continue
    rest.set(part.meterId, left - nanos)
    used.push({ leaseId: part.leaseId, meterId: part.meterId, nanos })
  }
  return used
}

/** What a call cost beyond its hold. */
export function overOf({ record, holdNanos }: Settlement): bigint {
  return record.costNanos > holdNanos ? record.costNanos - holdNanos : 0n
}
