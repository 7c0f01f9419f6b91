import { z } from 'zod'
import { idParams, line, pageOf, pageQuery, timestamp, timestampInput } from './common.ts'
import { endpoint } from './endpoint.ts'
import { tokenScopes } from './token-scopes.ts'

export const accessTokenView = z.object({
  id: z.string(),
  name: z.string(),
  status: z.enum(['active', 'expired']),
  scopes: z.array(z.enum(tokenScopes)),
  hint: z.string(),
  createdAt: timestamp,
  /** When it got the secret that it has, where that is not the first. */
  regeneratedAt: timestamp.nullable(),
  /** `null`: never. */
  expiresAt: timestamp.nullable(),
  /** To the minute. */
  lastUsedAt: timestamp.nullable(),
})
export type AccessTokenView = z.infer<typeof accessTokenView>

const name = line(80)
const scopes = z.array(z.enum(tokenScopes)).min(1).max(tokenScopes.length)
// Never is said, not forgotten: it is null, and nothing else.
const expiresAt = timestampInput.nullable()
const access = { kind: 'session', confirm: true } as const
const withSecret = z.object({ accessToken: accessTokenView, secret: z.string().nullable() })

export const accessTokens = {
  list: endpoint({
    method: 'GET',
    path: '/me/access-tokens',
    access: { kind: 'session' },
    summary: 'My access tokens, the newest first; revoked ones are gone',
    query: z.strictObject({ ...pageQuery }),
    reply: pageOf(accessTokenView),
  }),
  create: endpoint({
    method: 'POST',
    path: '/me/access-tokens',
    access,
    summary:
      'Make an access token for this API; its secret is in this answer and nowhere else, ever. It lives for at most a year, or for ever where `expiresAt` is null',
    body: z.strictObject({ name, scopes, expiresAt }),
    reply: withSecret,
    status: 201,
    idempotent: { secrets: ['secret'] },
  }),
  update: endpoint({
    method: 'PATCH',
    path: '/me/access-tokens/{id}',
    access,
    summary: 'Change what is named of an access token',
    params: idParams,
    body: z.strictObject({
      name: name.optional(),
      scopes: scopes.optional(),
      expiresAt: expiresAt.optional(),
    }),
    reply: accessTokenView,
  }),
  regenerate: endpoint({
    method: 'POST',
    path: '/me/access-tokens/{id}/regenerate',
    access,
    summary:
      'A new secret for the same access token; the old one is refused at once. One that has expired needs a new `expiresAt`',
    params: idParams,
    body: z.strictObject({ expiresAt: expiresAt.optional() }),
    reply: withSecret,
    status: 201,
    idempotent: { secrets: ['secret'] },
  }),
  revoke: endpoint({
    method: 'DELETE',
    path: '/me/access-tokens/{id}',
    access,
    summary: 'End an access token for good; refused from the next request on',
    params: idParams,
    reply: null,
  }),
}
