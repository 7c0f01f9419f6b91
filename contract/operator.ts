import { z } from 'zod'
import { registrationModes } from './auth.ts'
import {
  idParams,
  line,
  orgParams,
  pageOf,
  pageQuery,
  secretView,
  text,
  timestamp,
  timestampInput,
  usd,
  usdInput,
  usdSignedInput,
} from './common.ts'
import { endpoint } from './endpoint.ts'
import { ledgerEntryView } from './money.ts'
import { accountDetail, accountGroups, accountRow, accountView } from './operator-accounts.ts'
import { policyView } from './organizations.ts'
import { roles } from './roles.ts'
import { twoFactorRules } from './two-factor-rules.ts'

const operator = { kind: 'operator' } as const
const confirmed = { kind: 'operator', confirm: true } as const

export const upstreamView = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['openai', 'sandbox']),
  baseUrl: z.string().nullable(),
  apiKey: secretView,
  models: z.array(z.string()),
  priority: z.number().int(),
  weight: z.number().int(),
  enabled: z.boolean(),
  onDisconnect: z.enum(['drain', 'cancel']),
  /** Whether the upstream accepts `stream_options`; some refuse it. */
  streamOptions: z.boolean(),
  /** Which price list fits, by its address; `null`: only explicit prices. */
  provider: z.string().nullable(),
  health: z.object({ state: z.enum(['healthy', 'resting', 'unknown']), until: timestamp.nullable() }),
  /** `null`: built in (the sandbox). */
  createdAt: timestamp.nullable(),
})

/** As the provider writes it; any text without control characters. */
const modelName = z
  .string()
  .min(1)
  .max(256)
  .regex(/^\P{Cc}+$/u, 'Control characters are not allowed.')

const upstreamFields = {
  name: line(80),
  baseUrl: z.string().max(2000),
  apiKey: z.string().max(10_000),
  models: z.array(modelName).max(2000),
  priority: z.number().int().min(0).max(1000),
  weight: z.number().int().min(1).max(1000),
  enabled: z.boolean(),
  onDisconnect: z.enum(['drain', 'cancel']),
  streamOptions: z.boolean(),
}

/** Why a test of a connection failed. */
export const connectionProblems = [
  'invalid_url',
  'url_not_http',
  'url_has_credentials',
  'url_unresolved',
  'url_not_allowed',
  'credential_unreadable',
  'credential_refused',
  'credential_wanted',
  'redirected',
  'no_list',
  'http_status',
  'not_json',
  'too_large',
  'timeout',
  'refused',
  'unreachable',
  'closed',
  'tls',
  'not_http',
  'failed',
  'model_unknown',
  'rate_limited',
  'no_answer',
] as const

const testReply = z.object({
  ok: z.boolean(),
  /** Models that the upstream lists, at most 2000. */
  models: z.array(z.string()),
  ms: z.number().int(),
  /** What went wrong, in words that hold no secret. */
  problem: z.string().nullable(),
  /** The kind of it, for who says it in another language. */
  problemCode: z.enum(connectionProblems).nullable(),
})

/** What a model answered to one small question. */
const modelTestReply = z.object({
  ok: z.boolean(),
  ms: z.number().int(),
  /** The status of its HTTP reply; null where there was none. */
  status: z.number().int().nullable(),
  /** The beginning of its words, or of its refusal; null where it said nothing or spoke of the credential. */
  answer: z.string().nullable(),
  /** The length of the vector, for a model that makes embeddings. */
  dimensions: z.number().int().nullable(),
  problemCode: z.enum(connectionProblems).nullable(),
})

export const priceView = z.object({
  id: z.string().nullable(),
  model: z.string(),
  /** `null`: set by the operator for every upstream; else whose list it comes from. */
  provider: z.string().nullable(),
  state: z.enum(['priced', 'free', 'unpriced']),
  source: z.enum(['operator', 'seed', 'none']),
  effectiveFrom: timestamp.nullable(),
  ratesUsdPerMillion: z.record(z.string(), z.string()),
  perRequestUsd: z.string(),
  /** Rates from a size of input on, where the list has them. */
  tiers: z.array(
    z.object({ bucket: z.string(), aboveInputTokens: z.number().int(), usdPerMillion: z.string() }),
  ),
})

/** Whether new passwords are looked up among leaked ones: not at all, if the list can be reached, or else none is taken. */
export const breachChecks = ['off', 'when_reachable', 'always'] as const

export const settingsValues = z.object({
  registration: z.enum(registrationModes),
  startingCreditUsd: usd,
  unpricedModels: z.enum(['never', 'organizations']),
  unpricedFallbackUsdPerCall: usd,
  defaultMaxOutputTokens: z.number().int(),
  sandbox: z.boolean(),
  passwordMinLength: z.number().int(),
  passkeys: z.boolean(),
  /** Whether passwords sign in. */
  passwordSignIn: z.boolean(),
  breachCheck: z.enum(breachChecks),
  requireTwoFactor: z.enum(twoFactorRules),
  /** Days without a request after which a session ends. */
  sessionIdleDays: z.number().int(),
  /** Days after which a session ends, however busy. */
  sessionDays: z.number().int(),
  /** Wrong passwords after which an account takes none, in so many minutes. */
  lockoutTries: z.number().int(),
  lockoutMinutes: z.number().int(),
  /** Days in which a person can take the deletion of their account back; 0: none. */
  deletionGraceDays: z.number().int(),
})

export const settingsView = settingsValues.extend({
  defaults: settingsValues,
  /** Settings that the environment fixes, with the variable that does; changing them here is refused. */
  lockedByEnvironment: z.array(z.object({ setting: z.string(), variable: z.string() })),
})

export const adminOrganizationView = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  personal: z.boolean(),
  members: z.number().int(),
  balanceUsd: usd,
  heldUsd: usd,
  /** Who became its owner first; null where nobody is. */
  owner: z.object({ id: z.string(), username: z.string(), nickname: z.string().nullable() }).nullable(),
  /** Calls of the last 30 days, to the hour. */
  calls30Days: z.number().int(),
  createdAt: timestamp,
})

/** `personal`: somebody's own; `shared`: all others. */
export const organizationKinds = ['personal', 'shared'] as const

/** An organization with who belongs to it (the first 50, owners first) and what it has decided. */
export const adminOrganizationDetail = adminOrganizationView.extend({
  people: z.array(
    z.object({
      accountId: z.string(),
      username: z.string(),
      nickname: z.string().nullable(),
      role: z.enum(roles),
    }),
  ),
  keys: z.number().int(),
  policy: policyView,
})

export const admin = {
  upstreams: endpoint({
    method: 'GET',
    path: '/admin/upstreams',
    access: operator,
    summary: 'Connections to model providers',
    reply: z.object({ items: z.array(upstreamView) }),
  }),
  createUpstream: endpoint({
    method: 'POST',
    path: '/admin/upstreams',
    access: confirmed,
    summary: 'Connect a model provider; the credential is never shown again',
    body: z.strictObject({
      kind: z.enum(['openai']),
      name: upstreamFields.name,
      baseUrl: upstreamFields.baseUrl,
      apiKey: upstreamFields.apiKey.optional(),
      models: upstreamFields.models,
      priority: upstreamFields.priority.optional(),
      weight: upstreamFields.weight.optional(),
      enabled: upstreamFields.enabled.optional(),
      onDisconnect: upstreamFields.onDisconnect.optional(),
      streamOptions: upstreamFields.streamOptions.optional(),
    }),
    reply: upstreamView,
    status: 201,
    idempotent: { secrets: [] },
    bodyBytes: 1_048_576,
  }),
  updateUpstream: endpoint({
    method: 'PATCH',
    path: '/admin/upstreams/{id}',
    access: confirmed,
    summary:
      'Change what is named. A new address needs the credential again: it is never sent to another host than it was saved for',
    params: idParams,
    body: z.strictObject({
      name: upstreamFields.name.optional(),
      baseUrl: upstreamFields.baseUrl.optional(),
      apiKey: upstreamFields.apiKey.optional(),
      models: upstreamFields.models.optional(),
      priority: upstreamFields.priority.optional(),
      weight: upstreamFields.weight.optional(),
      enabled: upstreamFields.enabled.optional(),
      onDisconnect: upstreamFields.onDisconnect.optional(),
      streamOptions: upstreamFields.streamOptions.optional(),
    }),
    reply: upstreamView,
    bodyBytes: 1_048_576,
  }),
  deleteUpstream: endpoint({
    method: 'DELETE',
    path: '/admin/upstreams/{id}',
    access: confirmed,
    summary: 'Remove a connection; calls in flight end first',
    params: idParams,
    reply: null,
  }),
  testUpstream: endpoint({
    method: 'POST',
    path: '/admin/upstreams/{id}/test',
    access: confirmed,
    summary: 'Ask a saved upstream for its models, with the saved credential',
    params: idParams,
    reply: testReply,
  }),
  tryUpstream: endpoint({
    method: 'POST',
    path: '/admin/upstreams/test',
    access: confirmed,
    summary: 'The same for an address that is not saved yet',
    body: z.strictObject({
      kind: z.enum(['openai']),
      baseUrl: upstreamFields.baseUrl,
      apiKey: upstreamFields.apiKey.optional(),
    }),
    reply: testReply,
  }),
  testUpstreamModel: endpoint({
    method: 'POST',
    path: '/admin/upstreams/{id}/test-model',
    access: confirmed,
    summary:
      'Ask one model of a saved upstream a small question; nothing is saved, no organization is charged',
    params: idParams,
    body: z.strictObject({ model: modelName }),
    reply: modelTestReply,
  }),
  prices: endpoint({
    method: 'GET',
    path: '/admin/prices',
    access: operator,
    summary: 'Prices in force for the models of our upstreams, or by search in everything that is known',
    query: z.strictObject({
      ...pageQuery,
      q: z.string().max(20_000).optional(),
      /** `served`: models of our upstreams; `operator`: set here; `all`: with the seed lists. */
      scope: z.enum(['served', 'operator', 'all']).optional(),
    }),
    reply: pageOf(priceView),
  }),
  setPrice: endpoint({
    method: 'PUT',
    path: '/admin/prices/{*model}',
    access: confirmed,
    summary: 'Price a model, or say that it is free, from a date on; past records keep their price',
    params: z.object({ model: modelName }),
    body: z.strictObject({
      state: z.enum(['priced', 'free']),
      effectiveFrom: timestampInput.optional(),
      ratesUsdPerMillion: z.record(z.string().max(40), z.string().max(40)).optional(),
      perRequestUsd: usdInput.optional(),
    }),
    reply: priceView,
  }),
  deletePrice: endpoint({
    method: 'DELETE',
    path: '/admin/prices/{*model}',
    access: confirmed,
    summary: 'Drop our own price from now on; the seed list counts again, or the model is unpriced',
    params: z.object({ model: modelName }),
    reply: null,
  }),
  organizations: endpoint({
    method: 'GET',
    path: '/admin/organizations',
    access: operator,
    summary: 'Organizations with their balances',
    query: z.strictObject({
      ...pageQuery,
      q: z.string().max(20_000).optional(),
      kind: z.enum(organizationKinds).optional(),
    }),
    /** `total`: as for accounts. */
    reply: pageOf(adminOrganizationView).extend({ total: z.number().int().nullable() }),
  }),
  organization: endpoint({
    method: 'GET',
    path: '/admin/organizations/{org}',
    access: operator,
    summary: 'One organization: its people, its policy, its figures',
    params: orgParams,
    reply: adminOrganizationDetail,
  }),
  credit: endpoint({
    method: 'POST',
    path: '/admin/organizations/{org}/credits',
    access: confirmed,
    summary: 'Give credit, or take it with a negative amount and a note',
    params: orgParams,
    body: z.strictObject({ amountUsd: usdSignedInput, note: text(500).optional() }),
    reply: ledgerEntryView,
    status: 201,
    idempotent: { secrets: [] },
  }),
  refund: endpoint({
    method: 'POST',
    path: '/admin/organizations/{org}/refunds',
    access: confirmed,
    summary: 'Give back what a call cost, once',
    params: orgParams,
    body: z.strictObject({ requestId: z.string().max(64), note: text(500).optional() }),
    reply: ledgerEntryView,
    status: 201,
    idempotent: { secrets: [] },
  }),
  settings: endpoint({
    method: 'GET',
    path: '/admin/settings',
    access: operator,
    summary: 'What the operator has decided, with defaults and what the environment fixes',
    reply: settingsView,
  }),
  updateSettings: endpoint({
    method: 'PATCH',
    path: '/admin/settings',
    access: confirmed,
    summary: 'Change only what is named; obeyed by the next call',
    body: z.strictObject({
      registration: z.enum(registrationModes).optional(),
      startingCreditUsd: usdInput.optional(),
      unpricedModels: z.enum(['never', 'organizations']).optional(),
      unpricedFallbackUsdPerCall: usdInput.optional(),
      defaultMaxOutputTokens: z.number().int().min(16).max(1_000_000).optional(),
      sandbox: z.boolean().optional(),
      passwordMinLength: z.number().int().min(8).max(64).optional(),
      passkeys: z.boolean().optional(),
      passwordSignIn: z.boolean().optional(),
      breachCheck: z.enum(breachChecks).optional(),
      requireTwoFactor: z.enum(twoFactorRules).optional(),
      sessionIdleDays: z.number().int().min(1).max(365).optional(),
      sessionDays: z.number().int().min(1).max(365).optional(),
      lockoutTries: z.number().int().min(3).max(100).optional(),
      lockoutMinutes: z.number().int().min(1).max(1440).optional(),
      deletionGraceDays: z.number().int().min(0).max(30).optional(),
    }),
    reply: settingsView,
  }),
  accounts: endpoint({
    method: 'GET',
    path: '/admin/accounts',
    access: operator,
    summary: 'People with an account, by search, group and time',
    query: z.strictObject({
      ...pageQuery,
      /** Part of an id, username, nickname or address. */
      q: z.string().max(20_000).optional(),
      group: z.enum(accountGroups).optional(),
      joinedFrom: timestampInput.optional(),
      /** Exclusive. */
      joinedTo: timestampInput.optional(),
      signedInSince: timestampInput.optional(),
      /** With those who never signed in. */
      notSignedInSince: timestampInput.optional(),
    }),
    /** `total`: how many the filters leave, on the first page; null on the others. */
    reply: pageOf(accountRow).extend({ total: z.number().int().nullable() }),
  }),
  account: endpoint({
    method: 'GET',
    path: '/admin/accounts/{id}',
    access: operator,
    summary: 'One account: where it belongs, its keys and sessions',
    params: idParams,
    reply: accountDetail,
  }),
  updateAccount: endpoint({
    method: 'PATCH',
    path: '/admin/accounts/{id}',
    access: confirmed,
    summary:
      'Disable or enable an account; mark its address proven where there is no mail; remove a second factor that was lost; sign it out everywhere; ask for a new password; make it an operator, or one no more',
    params: idParams,
    body: z.strictObject({
      disabled: z.boolean().optional(),
      emailVerified: z.literal(true).optional(),
      /** Only removing: nobody can set one up for somebody else. */
      twoFactor: z.literal(false).optional(),
      /** Ends every session, and what is trusted; never one's own. */
      signOut: z.literal(true).optional(),
      /** Nobody signs in before a new password is chosen by a mailed link; `false` takes that back. Never of oneself. */
      requireNewPassword: z.boolean().optional(),
      /** Whether it operates this installation; its sessions end. Never of oneself, so that somebody always does. */
      operator: z.boolean().optional(),
    }),
    reply: accountView,
  }),
  invitations: endpoint({
    method: 'GET',
    path: '/admin/invitations',
    access: operator,
    summary: 'Links that let somebody sign up while registration is by invitation',
    query: z.strictObject({ ...pageQuery }),
    reply: pageOf(
      z.object({
        id: z.string(),
        status: z.enum(['pending', 'accepted', 'revoked', 'expired']),
        note: z.string(),
        createdAt: timestamp,
        expiresAt: timestamp,
        /** Who signed up with it; null where nobody did, or the account is gone. */
        acceptedBy: z.object({ id: z.string(), username: z.string() }).nullable(),
      }),
    ),
  }),
  invite: endpoint({
    method: 'POST',
    path: '/admin/invitations',
    access: confirmed,
    summary: 'Make a link to pass on; good once, for seven days',
    body: z.strictObject({ note: text(200).optional() }),
    reply: z.object({ id: z.string(), url: z.string().nullable(), expiresAt: timestamp }),
    status: 201,
    idempotent: { secrets: ['url'] },
  }),
  revokeInvitation: endpoint({
    method: 'DELETE',
    path: '/admin/invitations/{id}',
    access: operator,
    summary: 'Make a link useless',
    params: idParams,
    reply: null,
  }),
}
