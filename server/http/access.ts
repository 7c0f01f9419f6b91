import type { Access, Endpoint } from '../../contract/endpoint.ts'
import { scopesCover, tokenNeed } from '../../contract/token-scopes.ts'
import { waitsForSecondFactor } from '../../contract/two-factor-rules.ts'
import type { KeyHolder, Member, RequestContext, SignedIn } from './context.ts'
import {
  accessTokenRefused,
  accessTokenScopeMissing,
  confirmationRequired,
  notFound,
  operatorOnly,
  organizationRequiresTwoFactor,
  originRefused,
  permissionDenied,
  sessionRequired,
  twoFactorRequired,
} from './errors.ts'

/** How credentials are looked up: given by the areas that own them, so that `http/` knows none. */
export type Gate = {
  /** The session of the request's cookie, or null where there is none that lives. */
  session(ctx: RequestContext): Promise<SignedIn | null>
  /** The person of an access token. @throws the refusal where it is not good. */
  token(ctx: RequestContext, secret: string): Promise<SignedIn>
  /** Whether the operator requires a second factor of this person that they lack. */
  lacksRequiredFactor(session: SignedIn): Promise<boolean>
  /** The person's membership in an organization named by slug, alias or id; null alike where it is not or they are not in it. */
  member(ctx: RequestContext, accountId: string, organization: string): Promise<Member | null>
  /** @throws the refusal where the key is not good. */
  key(ctx: RequestContext, authorization: string | undefined): Promise<KeyHolder>
}

export type GrantedAny = { session?: SignedIn | null; member?: Member; key?: KeyHolder }

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Rule 35: a change comes from our own pages, as JSON. A program without a browser sends no `Origin` and no cookie, so a request
 * without both passes; one whose cookie counts must carry our origin, and one that says where it comes from must come from us.
 */
export function assertSameOrigin(
  method: string,
  origin: string | undefined,
  withCookie: boolean,
  publicUrl: string,
): void {
  if (safeMethods.has(method)) return
  if (origin === undefined && !withCookie) return
  if (origin !== new URL(publicUrl).origin) throw originRefused()
}

/**
 * The access token that a request comes with, on routes where tokens mean something. It counts whatever cookie is beside it. Another
 * bearer credential, such as a proxy in front of us may send, is none of ours.
 */
export function accessTokenOf(access: Access, authorization: string | undefined): string | null {
  if (access.kind === 'public' || access.kind === 'key') return null
  return /^Bearer +(pat_\S*) *$/i.exec(authorization ?? '')?.[1] ?? null
}

/** Who is asking: the first half of promise 12's order (401, then 404 for the organization). */
export async function identify(
  gate: Gate,
  endpoint: Endpoint,
  ctx: RequestContext,
  org: string | undefined,
): Promise<GrantedAny> {
  const { access } = endpoint
  const { authorization } = ctx.reply.request.headers
  if (access.kind === 'key') return { key: await gate.key(ctx, authorization) }
  const token = accessTokenOf(access, authorization)
  const session = token === null ? await gate.session(ctx) : await gate.token(ctx, token)
  if (access.kind === 'public') return { session }
  if (!session) throw sessionRequired()
  // Rule 22, for sessions and tokens alike, and before anything is looked for: it is the same for what is there and what is not.
  if (waitsForSecondFactor(endpoint) && (await gate.lacksRequiredFactor(session))) throw twoFactorRequired()
  // Before any thing is looked for: who is no operator, or has no such token, learns nothing of what exists below `/admin`.
  if (access.kind === 'operator') {
    if (!session.operator) throw operatorOnly()
    assertTokenMay(endpoint, session)
  }
  if (access.kind !== 'member') return { session }
  const member = await gate.member(ctx, session.accountId, org ?? '')
  if (!member) throw notFound()
  if (member.twoFactorRequired && !session.twoFactor) throw organizationRequiresTwoFactor()
  return { session, member }
}

/** Rule 14: a token does what its scopes say, and never what is a person's alone. */
function assertTokenMay(endpoint: Endpoint, { accessToken }: SignedIn): void {
  if (!accessToken) return
  const need = tokenNeed(endpoint)
  if (need === 'refused' || need === null) throw accessTokenRefused()
  if (!scopesCover(accessToken.scopes, need)) throw accessTokenScopeMissing(need)
}

/** Whether they may: the second half (403), after the thing itself was found. */
export function authorize(endpoint: Endpoint, granted: GrantedAny, now: number): void {
  const { access } = endpoint
  if (granted.session) assertTokenMay(endpoint, granted.session)
  if (access.kind === 'member' && !granted.member?.can.has(access.permission)) throw permissionDenied()
  if (access.kind === 'key' && access.scope !== null && !granted.key?.scopes.includes(access.scope))
    throw permissionDenied()
  const confirm = 'confirm' in access && access.confirm === true
  if (confirm && granted.session && (granted.session.confirmedUntil ?? 0) <= now) {
    throw confirmationRequired(granted.session.methods)
  }
}
