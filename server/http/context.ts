import type { FastifyReply } from 'fastify'
import type { z } from 'zod'
import type { Access, Endpoint } from '../../contract/endpoint.ts'
import type { Permission, Role } from '../../contract/roles.ts'
import type { KeyScope } from '../../contract/scopes.ts'
import type { TokenScope } from '../../contract/token-scopes.ts'
import type { Deps } from '../deps.ts'

/** A person with a live session, or with an access token in its stead. */
export type SignedIn = {
  accountId: string
  username: string
  operator: boolean
  sessionId: string
  sessionDigest: string
  /** Milliseconds since 1970; null where the session holds no fresh confirmation. */
  confirmedUntil: number | null
  /** How this person can confirm. */
  methods: string[]
  /** A second factor stands behind this: an authenticator, or the passkey that opened the session. */
  twoFactor: boolean
  /** A linked identity opened the session. */
  byIdentity: boolean
  /** The access token that was sent, where it was one: there is no session then, and never a confirmation (rule 14). */
  accessToken?: { id: string; scopes: readonly TokenScope[] }
}

/** A person as a member of the organization in the path. */
export type Member = {
  organizationId: string
  slug: string
  role: Role
  can: ReadonlySet<Permission>
  /** The organization requires a second factor of its members by now (rule 22). */
  twoFactorRequired: boolean
}

/** A program with an API key. */
export type KeyHolder = {
  keyId: string
  organizationId: string
  organizationSlug: string
  accountId: string
  scopes: readonly KeyScope[]
  expiresAt: number | null
}

/** What every handler knows of its request. */
export type RequestContext = Deps & {
  requestId: string
  /** The client's address; stored only where a policy or the security log says so. */
  ip: string
  userAgent: string | null
  /** The answer's headers and cookies; the body is what the handler returns. */
  reply: FastifyReply
  cookies: Readonly<Record<string, string | undefined>>
}

/** What the access of a route adds: a handler gets a member that it could not have got otherwise. */
export type Granted<A extends Access> = A extends { kind: 'session' | 'operator' }
  ? { session: SignedIn }
  : A extends { kind: 'member' }
    ? { session: SignedIn; member: Member }
    : A extends { kind: 'key' }
      ? { key: KeyHolder }
      : { session: SignedIn | null }

export type ContextFor<E extends Endpoint> = RequestContext & Granted<E['access']>

type Output<T> = T extends z.ZodType ? z.output<T> : undefined
export type InputFor<E extends Endpoint> = {
  params: Output<E['params']>
  query: Output<E['query']>
  body: Output<E['body']>
}
export type ReplyFor<E extends Endpoint> = E['reply'] extends z.ZodType ? z.input<E['reply']> : undefined
