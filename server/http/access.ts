import type { Access } from '../../contract/endpoint.ts'
import type { KeyHolder, Member, RequestContext, SignedIn } from './context.ts'
import {
  confirmationRequired,
  notFound,
  operatorOnly,
  originRefused,
  permissionDenied,
  sessionRequired,
} from './errors.ts'

/** How credentials are looked up: given by the areas that own them, so that `http/` knows none. */
export type Gate = {
  /** The session of the request's cookie, or null where there is none that lives. */
  session(ctx: RequestContext): Promise<SignedIn | null>
  /** The person's membership in an organization named by slug, alias or id; null alike where it is not or they are not in it. */
  member(ctx: RequestContext, accountId: string, organization: string): Promise<Member | null>
  /** @throws the refusal where the key is not good. */
  key(ctx: RequestContext, authorization: string | undefined): Promise<KeyHolder>
}

export type GrantedAny = { session?: SignedIn | null; member?: Member; key?: KeyHolder }

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Rule 35: a change comes from our own pages, as JSON. A program without a browser sends no `Origin` and no cookie, so a request
 * without both passes; one with a cookie must carry our origin.
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

/** Who is asking: the first half of promise 12's order (401, then 404 for the organization). */
export async function identify(
  gate: Gate,
  access: Access,
  ctx: RequestContext,
  org: string | undefined,
): Promise<GrantedAny> {
  if (access.kind === 'key') return { key: await gate.key(ctx, ctx.reply.request.headers.authorization) }
  const session = await gate.session(ctx)
  if (access.kind === 'public') return { session }
  if (!session) throw sessionRequired()
  // Before any thing is looked for: who is no operator learns nothing of what exists below `/admin`.
  if (access.kind === 'operator' && !session.operator) throw operatorOnly()
  if (access.kind !== 'member') return { session }
  const member = await gate.member(ctx, session.accountId, org ?? '')
  if (!member) throw notFound()
  return { session, member }
}

/** Whether they may: the second half (403), after the thing itself was found. */
export function authorize(access: Access, granted: GrantedAny, now: number): void {
  if (access.kind === 'member' && !granted.member?.can.has(access.permission)) throw permissionDenied()
  if (access.kind === 'key' && access.scope !== null && !granted.key?.scopes.includes(access.scope))
    throw permissionDenied()
  const confirm = 'confirm' in access && access.confirm === true
  if (confirm && granted.session && (granted.session.confirmedUntil ?? 0) <= now) {
    throw confirmationRequired(granted.session.methods)
  }
}
