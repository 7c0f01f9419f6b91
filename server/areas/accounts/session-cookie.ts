import type { RequestContext } from '../../http/context.ts'
import { fingerprint } from '../../lib/secret.ts'

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
  // Of the cookies, all but those by which this browser stays a trusted one: signing in again is what they are for.
  const trusted = Object.keys(ctx.cookies).some((name) => name.startsWith(deviceNamePrefix(ctx)))
  ctx.reply.header('clear-site-data', trusted ? '"storage"' : '"cookies", "storage"')
}

// Beside the session: the half sign-in, which is good for the second step only, and a browser that is trusted. The latter is named for
// its account, since several people may use one browser.
const challengeName = (ctx: CookieContext): string => `${cookieName(ctx)}-second`
const deviceNamePrefix = (ctx: CookieContext): string => `${cookieName(ctx)}-device-`
const deviceName = (ctx: CookieContext, accountId: string): string =>
  `${deviceNamePrefix(ctx)}${fingerprint(accountId).slice(0, 10)}`

export function readChallengeCookie(ctx: CookieContext): string | null {
  return ctx.cookies[challengeName(ctx)] || null
}
export function setChallengeCookie(ctx: CookieContext, token: string, maxAgeMs: number): void {
  ctx.reply.setCookie(challengeName(ctx), token, { ...attributes(ctx), maxAge: Math.floor(maxAgeMs / 1000) })
}
export function clearChallengeCookie(ctx: CookieContext): void {
  ctx.reply.clearCookie(challengeName(ctx), attributes(ctx))
}

export function readDeviceCookie(ctx: CookieContext, accountId: string): string | null {
  return ctx.cookies[deviceName(ctx, accountId)] || null
}
export function setDeviceCookie(
  ctx: CookieContext,
  accountId: string,
  token: string,
  maxAgeMs: number,
): void {
  const maxAge = Math.floor(maxAgeMs / 1000)
  ctx.reply.setCookie(deviceName(ctx, accountId), token, { ...attributes(ctx), maxAge })
}
