import type { RequestContext } from '../../http/context.ts'

type CookieContext = Pick<RequestContext, 'config' | 'cookies' | 'reply'>

const isHttps = ({ config }: CookieContext): boolean => config.publicUrl.startsWith('https:')

/** On https the name itself makes the browser insist on Secure, Path=/ and no Domain (rule 9). */
const cookieName = (ctx: CookieContext): string => (isHttps(ctx) ? '__Host-portico' : 'portico')

const attributes = (ctx: CookieContext) =>
  ({ path: '/', httpOnly: true, sameSite: 'lax', secure: isHttps(ctx) }) as const

/** What the browser brought, if anything; says nothing about whether it is good. */
export function readSessionCookie(ctx: CookieContext): string | null {
  return ctx.cookies[cookieName(ctx)] || null
}

/** Hands the browser its session. The limits are the server's; the cookie's own age only keeps it over a restart of the browser. */
export function setSessionCookie(ctx: CookieContext, token: string, maxAgeMs: number): void {
  ctx.reply.setCookie(cookieName(ctx), token, { ...attributes(ctx), maxAge: Math.floor(maxAgeMs / 1000) })
}

/** Takes the session away, and what our pages kept in the browser. */
export function clearSessionCookie(ctx: CookieContext): void {
  ctx.reply.clearCookie(cookieName(ctx), attributes(ctx))
  ctx.reply.header('clear-site-data', '"cookies", "storage"')
}
