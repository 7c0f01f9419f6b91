import { z } from 'zod'
import { line, orgIdParams, orgParams, pageOf, pageQuery, text, timestamp, timestampInput } from './common.ts'
import { endpoint } from './endpoint.ts'
import { keyScopes } from './scopes.ts'

export const keyStatuses = ['active', 'pending', 'disabled', 'expired', 'revoked'] as const

export const keyView = z.object({
  id: z.string(),
  name: z.string(),
  organization: z.string(),
  status: z.enum(keyStatuses),
  hint: z.string(),
  scopes: z.array(z.enum(keyScopes)),
  /** `null`: every model. */
  models: z.array(z.string()).nullable(),
  ipAllowlist: z.array(z.string()),
  remark: z.string(),
  budgets: z.array(z.object({ period: z.enum(['day', 'week', 'month', 'total']), limitUsd: z.string() })),
  limits: z.object({
    requestsPerMinute: z.number().int().nullable(),
    tokensPerMinute: z.number().int().nullable(),
    concurrent: z.number().int().nullable(),
  }),
  expiresAt: timestamp.nullable(),
  lastUsedAt: timestamp.nullable(),
  lastUsedIp: z.string().nullable(),
  createdBy: z.string(),
  createdAt: timestamp,
  /** While a rotated secret still works beside the new one: until when. */
  previousSecretUntil: timestamp.nullable(),
  /** What the asking person may do with this key. */
  can: z.object({ manage: z.boolean() }),
})
export type KeyView = z.infer<typeof keyView>

const models = z.array(z.string().min(1).max(256)).max(200).nullable()
const ipAllowlist = z.array(z.string().max(64)).max(100)

// Refused, not ignored, until a later version obeys them: the route answers `not_available_yet`. Empty ones say nothing and pass.
const limit = z.number().int().min(1).nullable().optional()
const notYet = {
  budgets: z.array(z.unknown()).max(20).optional(),
  limits: z.strictObject({ requestsPerMinute: limit, tokensPerMinute: limit, concurrent: limit }).optional(),
}

export const keys = {
  create: endpoint({
    method: 'POST',
    path: '/orgs/{org}/keys',
    access: { kind: 'member', permission: 'keys:create', confirm: true },
    summary: 'Make an API key; its secret is in this answer and nowhere else, ever',
    params: orgParams,
    body: z.strictObject({
      name: line(80),
      expiresAt: timestampInput.nullable().optional(),
      remark: text(1000).optional(),
      scopes: z.array(z.enum(keyScopes)).min(1).max(keyScopes.length).optional(),
      models: models.optional(),
      ipAllowlist: ipAllowlist.optional(),
      ...notYet,
    }),
    reply: z.object({ key: keyView, secret: z.string().nullable() }),
    status: 201,
    idempotent: { secrets: ['secret'] },
  }),
  list: endpoint({
    method: 'GET',
    path: '/orgs/{org}/keys',
    access: { kind: 'member', permission: 'keys:readOwn' },
    summary: 'API keys by id or name, and status; members see their own',
    params: orgParams,
    query: z.strictObject({
      ...pageQuery,
      q: z.string().max(20_000).optional(),
      status: z.enum(keyStatuses).optional(),
    }),
    reply: pageOf(keyView),
  }),
  get: endpoint({
    method: 'GET',
    path: '/orgs/{org}/keys/{id}',
    access: { kind: 'member', permission: 'keys:readOwn' },
    summary: 'Everything about one API key but its secret',
    params: orgIdParams,
    reply: keyView,
  }),
  update: endpoint({
    method: 'PATCH',
    path: '/orgs/{org}/keys/{id}',
    access: { kind: 'member', permission: 'keys:manageOwn', confirm: true },
    summary: 'Change what is named; disable and enable by `status`',
    params: orgIdParams,
    body: z.strictObject({
      name: line(80).optional(),
      remark: text(1000).optional(),
      expiresAt: timestampInput.nullable().optional(),
      scopes: z.array(z.enum(keyScopes)).min(1).max(keyScopes.length).optional(),
      models: models.optional(),
      ipAllowlist: ipAllowlist.optional(),
      status: z.enum(['active', 'disabled']).optional(),
      ...notYet,
    }),
    reply: keyView,
  }),
  rotate: endpoint({
    method: 'POST',
    path: '/orgs/{org}/keys/{id}/rotate',
    access: { kind: 'member', permission: 'keys:manageOwn', confirm: true },
    summary: 'A new secret for the same key; the old one works for the overlap',
    params: orgIdParams,
    body: z.strictObject({ overlapSeconds: z.number().int().min(0).max(604_800).optional() }),
    reply: z.object({ key: keyView, secret: z.string().nullable() }),
    status: 201,
    idempotent: { secrets: ['secret'] },
  }),
  revoke: endpoint({
    method: 'DELETE',
    path: '/orgs/{org}/keys/{id}',
    access: { kind: 'member', permission: 'keys:manageOwn' },
    summary: 'End a key for good; refused from the next call on',
    params: orgIdParams,
    reply: null,
  }),
}
