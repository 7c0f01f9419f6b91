import { z } from 'zod'
import { line, orgIdParams, orgParams, pageOf, pageQuery, timestamp, timestampInput } from './common.ts'
import { endpoint } from './endpoint.ts'
import { permissions, roles } from './roles.ts'

export const organizationView = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  personal: z.boolean(),
  role: z.enum(roles),
  /** What this member may do here: the console repeats no rule. */
  can: z.array(z.enum(permissions)),
  createdAt: timestamp,
})

export const policyView = z.object({
  acceptUnpricedModels: z.boolean(),
  recordIp: z.enum(['off', 'truncated', 'full']),
  ipRetentionDays: z.number().int(),
  keepPromptsDays: z.number().int(),
  keysNeedApproval: z.boolean(),
  maxKeyDays: z.number().int().nullable(),
  requireTwoFactorFrom: timestamp.nullable(),
})

/** With what the operator leaves to organizations: a switch that is overruled says so. */
const policyHere = policyView.extend({
  unpricedModels: z.enum(['never', 'organizations']),
  /** Members with neither an authenticator nor a passkey: whom a required second factor would keep out. */
  membersWithoutTwoFactor: z.number().int(),
})

/** A person as a member of the organization may know them. */
const person = {
  username: z.string(),
  nickname: z.string().nullable(),
  avatarUrl: z.string().nullable(),
}

export const auditEvent = z.object({
  id: z.string(),
  at: timestamp,
  accountId: z.string().nullable(),
  /**
   * Who did it: `former` belongs no longer; `operator` runs the installation and is no member, so has no name here; `system` is Portico
   * itself, for nobody in particular.
   */
  by: z.object({
    kind: z.enum(['member', 'former', 'operator', 'system']),
    username: person.username.nullable(),
    nickname: person.nickname,
    avatarUrl: person.avatarUrl,
  }),
  act: z.string(),
  target: z.string().nullable(),
  /** What the target is called now, where it is an API key of the organization. */
  targetName: z.string().nullable(),
  outcome: z.enum(['ok', 'refused']),
  /** Where it came from: kept of security events only, such as changes of API keys. */
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
  requestId: z.string(),
  /** What changed, field by field; never a secret. */
  details: z.record(z.string(), z.unknown()),
})

export const organizations = {
  create: endpoint({
    method: 'POST',
    path: '/orgs',
    access: { kind: 'session' },
    summary: 'Make another organization, owned by me',
    body: z.strictObject({ name: line(80), slug: z.string().max(64) }),
    reply: organizationView,
    status: 201,
    idempotent: { secrets: [] },
  }),
  get: endpoint({
    method: 'GET',
    path: '/orgs/{org}',
    access: { kind: 'member', permission: 'organization:read' },
    summary: 'One organization, and what I may do in it',
    params: orgParams,
    reply: organizationView,
  }),
  update: endpoint({
    method: 'PATCH',
    path: '/orgs/{org}',
    access: { kind: 'member', permission: 'organization:update' },
    summary: 'Rename; a changed slug keeps working as an alias and is never given to others',
    params: orgParams,
    body: z.strictObject({ name: line(80).optional(), slug: z.string().max(64).optional() }),
    reply: organizationView,
  }),
  members: endpoint({
    method: 'GET',
    path: '/orgs/{org}/members',
    access: { kind: 'member', permission: 'members:read' },
    summary: 'Who belongs to the organization',
    params: orgParams,
    query: z.strictObject({ ...pageQuery }),
    reply: pageOf(
      z.object({
        accountId: z.string(),
        ...person,
        role: z.enum(roles),
        joinedAt: timestamp,
      }),
    ),
  }),
  policy: endpoint({
    method: 'GET',
    path: '/orgs/{org}/policy',
    access: { kind: 'member', permission: 'policy:read' },
    summary: 'The switches of the organization',
    params: orgParams,
    reply: policyHere,
  }),
  updatePolicy: endpoint({
    method: 'PATCH',
    path: '/orgs/{org}/policy',
    access: { kind: 'member', permission: 'policy:update' },
    summary:
      'Change only what is named; what nothing obeys yet is refused. `eraseStoredIps` also erases addresses stored so far',
    params: orgParams,
    body: z.strictObject({
      acceptUnpricedModels: z.boolean().optional(),
      recordIp: z.enum(['off', 'truncated', 'full']).optional(),
      ipRetentionDays: z.number().int().min(1).max(3650).optional(),
      keepPromptsDays: z.number().int().min(0).max(3650).optional(),
      keysNeedApproval: z.boolean().optional(),
      maxKeyDays: z.number().int().min(1).max(3650).nullable().optional(),
      requireTwoFactorFrom: z.iso.datetime({ offset: true }).nullable().optional(),
      eraseStoredIps: z.boolean().optional(),
    }),
    reply: policyHere,
  }),
  audit: endpoint({
    method: 'GET',
    path: '/orgs/{org}/audit',
    access: { kind: 'member', permission: 'audit:read' },
    summary: 'Who did what in the organization, newest first',
    params: orgParams,
    query: z.strictObject({
      ...pageQuery,
      from: timestampInput.optional(),
      /** Before this moment. */
      to: timestampInput.optional(),
      /** An act such as `key.created`, or an area such as `key`: every act of it. */
      act: z
        .string()
        .max(64)
        .regex(/^[a-z_]+(\.[a-z_]+)?$/, 'An act is written like "key.created", an area like "key".')
        .optional(),
      /** Acts of this person. */
      account: z.string().max(64).optional(),
    }),
    reply: pageOf(auditEvent),
  }),
  auditEvent: endpoint({
    method: 'GET',
    path: '/orgs/{org}/audit/{id}',
    access: { kind: 'member', permission: 'audit:read' },
    summary: 'One event of the audit log',
    params: orgIdParams,
    reply: auditEvent,
  }),
}
