import { z } from 'zod'
import { idParams, line, secretView, timestamp } from './common.ts'
import { endpoint } from './endpoint.ts'
import { mappedRoles, providerIcons, providerKinds, providerSignUps } from './provider-kinds.ts'

const operator = { kind: 'operator' } as const
const confirmed = { kind: 'operator', confirm: true } as const

const rule = z.strictObject({
  claim: line(100),
  value: line(200),
  organizationId: line(64),
  role: z.enum(mappedRoles),
})
export type MappingRule = z.infer<typeof rule>

export const providerView = z.object({
  id: z.string(),
  slug: z.string(),
  kind: z.enum(providerKinds),
  name: z.string(),
  icon: z.enum(providerIcons),
  issuer: z.string(),
  clientId: z.string(),
  clientSecret: secretView,
  scopes: z.string(),
  signUp: z.enum(providerSignUps),
  /** Who makes an account needs a verified address in one of these; empty: no matter which. */
  domains: z.array(z.string()),
  /** Whether an address that the provider calls verified counts as proven here. */
  trustEmail: z.boolean(),
  /** What a claim brings at the first sign-in. */
  mapping: z.array(rule),
  enabled: z.boolean(),
  /** To enter at the provider. */
  callbackUrl: z.string(),
  /** People that have linked it, and those of them with no other way in. */
  people: z.number().int(),
  peopleWithoutOther: z.number().int(),
  createdAt: timestamp,
})
export type ProviderView = z.infer<typeof providerView>

const fields = {
  name: line(80),
  icon: z.enum(providerIcons),
  issuer: z.string().trim().min(1).max(2000),
  clientId: line(500),
  /** Empty: none. A changed issuer drops the secret unless it is sent again. */
  clientSecret: z.string().max(4000),
  scopes: line(500),
  signUp: z.enum(providerSignUps),
  domains: z
    .array(
      z
        .string()
        .trim()
        .toLowerCase()
        .max(253)
        .regex(/^([a-z0-9-]+\.)+[a-z0-9-]+$/, 'Write a domain such as example.com.'),
    )
    .max(100),
  trustEmail: z.boolean(),
  mapping: z.array(rule).max(100),
  enabled: z.boolean(),
}

export const providerProblems = [
  'invalid_url',
  'url_not_http',
  'url_has_credentials',
  'url_unresolved',
  'url_not_allowed',
  'not_secure',
  'unreachable',
  'timeout',
  'http_status',
  'not_json',
  'issuer_differs',
  'incomplete',
  'no_algorithm',
  'secret_missing',
  'secret_unreadable',
] as const
export type ProviderProblem = (typeof providerProblems)[number]

const testReply = z.object({
  ok: z.boolean(),
  problem: z.enum(providerProblems).nullable(),
  /** What discovery found; null where it failed. */
  found: z
    .object({
      authorizationEndpoint: z.string(),
      tokenEndpoint: z.string(),
      /** By which ID tokens may be signed; empty at GitHub, which has none. */
      algorithms: z.array(z.string()),
      /** Whether the provider names itself in its responses, and announces PKCE. */
      namesItself: z.boolean(),
      pkce: z.boolean(),
    })
    .nullable(),
})

/** Whom this installation trusts to say who somebody is. */
export const adminProviders = {
  providers: endpoint({
    method: 'GET',
    path: '/admin/identity-providers',
    access: operator,
    summary: 'Identity providers, the oldest first',
    /** `callbackUrl` is that of one that is still to be made, with `{slug}` for its name: the provider asks for it first. */
    reply: z.object({ items: z.array(providerView), callbackUrl: z.string() }),
  }),
  createProvider: endpoint({
    method: 'POST',
    path: '/admin/identity-providers',
    access: confirmed,
    summary: 'Trust an identity provider',
    body: z.strictObject({
      slug: z
        .string()
        .regex(
          /^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/,
          'Use a–z, digits and hyphens, at most 32; begin and end with a letter or a digit.',
        ),
      kind: z.enum(providerKinds),
      name: fields.name,
      issuer: fields.issuer,
      clientId: fields.clientId,
      clientSecret: fields.clientSecret.optional(),
      icon: fields.icon.optional(),
      scopes: fields.scopes.optional(),
      signUp: fields.signUp.optional(),
      domains: fields.domains.optional(),
      trustEmail: fields.trustEmail.optional(),
      mapping: fields.mapping.optional(),
      enabled: fields.enabled.optional(),
    }),
    reply: providerView,
    status: 201,
  }),
  updateProvider: endpoint({
    method: 'PATCH',
    path: '/admin/identity-providers/{id}',
    access: confirmed,
    summary: 'Change only what is named of an identity provider',
    params: idParams,
    body: z.strictObject(fields).partial(),
    reply: providerView,
  }),
  deleteProvider: endpoint({
    method: 'DELETE',
    path: '/admin/identity-providers/{id}',
    access: confirmed,
    summary: 'Trust an identity provider no more: nobody signs in by it from then on',
    params: idParams,
    reply: null,
  }),
  testProvider: endpoint({
    method: 'POST',
    path: '/admin/identity-providers/{id}/test',
    access: operator,
    summary: 'Ask a provider what it offers, without signing anybody in',
    params: idParams,
    reply: testReply,
  }),
}
