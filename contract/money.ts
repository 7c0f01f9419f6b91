import { z } from 'zod'
import { orgParams, pageOf, pageQuery, timestamp, usd } from './common.ts'
import { endpoint } from './endpoint.ts'

export const walletView = z.object({ balanceUsd: usd, heldUsd: usd, availableUsd: usd })

export const ledgerKinds = ['credit', 'topup', 'refund', 'adjustment', 'archive', 'usage'] as const

export const ledgerEntryView = z.object({
  /** An entry's id, or `use_<hour>` for the line that sums an hour of calls. */
  id: z.string(),
  at: timestamp,
  kind: z.enum(ledgerKinds),
  amountUsd: usd,
  /** The balance after this line. */
  balanceUsd: usd,
  note: z.string(),
  ref: z.string().nullable(),
  /** Calls in the hour, for a line of usage. */
  calls: z.number().int().nullable(),
})

export const bucketLine = z.object({
  name: z.string(),
  quantity: z.string(),
  rateUsd: z.string(),
  amountUsd: z.string(),
})

export const money = {
  wallet: endpoint({
    method: 'GET',
    path: '/orgs/{org}/wallet',
    access: { kind: 'member', permission: 'wallet:read' },
    summary: 'Balance, what calls in flight hold, and what is free',
    params: orgParams,
    reply: walletView,
  }),
  ledger: endpoint({
    method: 'GET',
    path: '/orgs/{org}/ledger',
    access: { kind: 'member', permission: 'ledger:read' },
    summary: 'Credits, refunds and adjustments, with usage as one line an hour; newest first',
    params: orgParams,
    query: z.strictObject({ ...pageQuery }),
    reply: pageOf(ledgerEntryView),
  }),
  priceCheck: endpoint({
    method: 'POST',
    path: '/orgs/{org}/price-check',
    access: { kind: 'member', permission: 'prices:check' },
    summary: 'What a call would cost and hold, before it is made',
    params: orgParams,
    body: z.strictObject({
      model: z.string().min(1).max(256),
      inputTokens: z.number().int().min(0).max(100_000_000).optional(),
      cachedTokens: z.number().int().min(0).max(100_000_000).optional(),
      /** Of each answer. */
      outputTokens: z.number().int().min(0).max(100_000_000).optional(),
      /** Answers asked for; 1 where nothing is said. Each costs its own output. */
      n: z.number().int().min(1).max(128).optional(),
    }),
    reply: z.object({
      model: z.string(),
      state: z.enum(['priced', 'free', 'unpriced']),
      /** Whether a call with this model would be accepted now, and if not, with which code it is refused. */
      accepted: z.boolean(),
      refusedWith: z.string().nullable(),
      priceId: z.string().nullable(),
      costUsd: usd.nullable(),
      holdUsd: usd.nullable(),
      buckets: z.array(bucketLine),
      availableUsd: usd.nullable(),
    }),
  }),
}
