import { z } from 'zod'
import { orgIdParams, orgParams, pageOf, pageQuery, timestamp, timestampInput, usd } from './common.ts'
import { endpoint } from './endpoint.ts'
import { bucketLine } from './money.ts'

/** What records of the playground name instead of a key: a filter takes it like one. */
export const playgroundKeyId = 'playground'

/** Why an attempt at a provider gave no whole answer; its status, if it told one, stands beside it. */
export const attemptErrors = [
  /** The host has an address that may not be reached (rule 38). */
  'refused_address',
  /** No connection: the provider saw nothing. */
  'unreachable',
  'timeout',
  /** The connection or the protocol failed after the request was sent. */
  'broken',
  'too_large',
  /** The caller went away. */
  'aborted',
  'rate_limited',
  /** The provider refused this very request. */
  'refused',
  /** The provider's own trouble, or its trouble with the operator's credential. */
  'failed',
  /** A good status, but no answer of the protocol. */
  'not_an_answer',
] as const
export type AttemptError = (typeof attemptErrors)[number]

export const usageSources = ['provider', 'partial', 'estimated', 'none'] as const

const shared = {
  id: z.string(),
  at: timestamp,
  keyId: z.string(),
  accountId: z.string(),
  model: z.string(),
  endpoint: z.string(),
  stream: z.boolean(),
  status: z.number().int(),
  errorCode: z.string().nullable(),
  usageSource: z.enum(usageSources),
  costUsd: usd,
  priceId: z.string().nullable(),
  unpriced: z.boolean(),
  latencyMs: z.number().int(),
  firstTokenMs: z.number().int().nullable(),
  inputTokens: z.number().int(),
  outputTokens: z.number().int(),
  ip: z.string().nullable(),
}

export const usageRow = z.object({ ...shared, keyName: z.string().nullable() })
export const usageRecord = z.object({
  ...shared,
  keyName: z.string().nullable(),
  buckets: z.array(bucketLine),
  attempts: z.array(
    z.object({
      upstream: z.string(),
      status: z.number().int().nullable(),
      requestId: z.string().nullable(),
      ms: z.number().int(),
      error: z.enum(attemptErrors).nullable(),
    }),
  ),
  /** What was set aside at admission, what exceeded it, and whether the record came after its lease was reclaimed. */
  holdUsd: usd,
  overUsd: usd,
  late: z.boolean(),
})

const filters = {
  from: timestampInput.optional(),
  to: timestampInput.optional(),
  model: z.string().max(256).optional(),
  key: z.string().max(64).optional(),
  /** Calls by the keys of this member. */
  account: z.string().max(64).optional(),
  /** An exact status such as `402`, or `ok` / `error`. */
  status: z
    .string()
    .regex(/^([1-5]\d\d|ok|error)$/, 'A status is three digits, or "ok" or "error".')
    .optional(),
  requestId: z.string().max(64).optional(),
}

/** What a file of calls holds: the filters of the lists, and `only=errors` for those of the error log. */
const exported = z.strictObject({ ...filters, only: z.literal('errors').optional() })

const totals = {
  calls: z.number().int(),
  errors: z.number().int(),
  inputTokens: z.number().int(),
  outputTokens: z.number().int(),
  costUsd: usd,
  averageLatencyMs: z.number().int().nullable(),
}

export const usage = {
  list: endpoint({
    method: 'GET',
    path: '/orgs/{org}/usage',
    access: { kind: 'member', permission: 'usage:readOwn' },
    summary: 'Calls, newest first; members see those of their own keys',
    params: orgParams,
    query: z.strictObject({ ...pageQuery, ...filters }),
    reply: pageOf(usageRow),
  }),
  errors: endpoint({
    method: 'GET',
    path: '/orgs/{org}/errors',
    access: { kind: 'member', permission: 'usage:readOwn' },
    summary: 'Calls that were refused or failed, newest first',
    params: orgParams,
    query: z.strictObject({ ...pageQuery, ...filters }),
    reply: pageOf(usageRow),
  }),
  summary: endpoint({
    method: 'GET',
    path: '/orgs/{org}/usage/summary',
    access: { kind: 'member', permission: 'usage:readOwn' },
    summary: 'Sums from the hourly roll-ups, over time and by model, key or member',
    params: orgParams,
    query: z.strictObject({
      from: timestampInput.optional(),
      to: timestampInput.optional(),
      interval: z.enum(['hour', 'day', 'month']).optional(),
      /** Whose days and months: a name of the IANA list, else UTC. Sums are kept by the UTC hour; one counts for the day it begins in. */
      zone: z.string().max(64).optional(),
      by: z.enum(['model', 'key', 'account']).optional(),
      model: z.string().max(256).optional(),
      key: z.string().max(64).optional(),
      account: z.string().max(64).optional(),
      /** What each interval is made of, too: the models that cost most in this time, five at most. */
      stack: z.enum(['model']).optional(),
      /** Intervals without a call are listed, too. */
      empty: z.enum(['include']).optional(),
      /** The same sums for the time just before, of the same length. */
      compare: z.enum(['previous']).optional(),
    }),
    reply: z.object({
      from: timestamp,
      to: timestamp,
      totals: z.object(totals),
      previous: z.object({ from: timestamp, to: timestamp, totals: z.object(totals) }).nullable(),
      /** The calls from `at` on, before `to`: the first and last interval are cut to the time asked for. */
      series: z.array(
        z.object({
          at: timestamp,
          to: timestamp,
          ...totals,
          /** Only where they were asked for; a model without a call is left out, and what is missing to the sum is of other models. */
          parts: z.array(z.object({ id: z.string(), ...totals })).optional(),
        }),
      ),
      /** The models of `parts`, the dearest first; empty where they were not asked for. */
      stack: z.array(z.string()),
      groups: z.array(
        z.object({
          id: z.string(),
          name: z.string().nullable(),
          ...totals,
          previous: z.object(totals).nullable(),
        }),
      ),
    }),
  }),
  get: endpoint({
    method: 'GET',
    path: '/orgs/{org}/usage/{id}',
    access: { kind: 'member', permission: 'usage:readOwn' },
    summary: 'One call, with the sum of its cost',
    params: orgIdParams,
    reply: usageRecord,
  }),
  exportCsv: endpoint({
    method: 'GET',
    path: '/orgs/{org}/usage.csv',
    access: { kind: 'member', permission: 'usage:readOwn' },
    summary:
      'All calls that the filters leave, newest first, as a CSV file of any size; columns in docs/guide/exports.md. About how many rows come is in `x-portico-rows-estimate`, how many came in the trailer `x-portico-rows`',
    params: orgParams,
    query: exported,
    reply: z.string(),
    mediaType: 'text/csv',
  }),
  exportJsonl: endpoint({
    method: 'GET',
    path: '/orgs/{org}/usage.jsonl',
    access: { kind: 'member', permission: 'usage:readOwn' },
    summary: 'The same, each line an item of the list as JSON',
    params: orgParams,
    query: exported,
    reply: z.string(),
    mediaType: 'application/jsonl',
  }),
}
