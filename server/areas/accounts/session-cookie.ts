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
  ctx.reply.clearCookie(challengeName(ctx), attributes(ctx))
  // Of the cookies, all but those by which this browser stays a known or a trusted one: signing in again is what they are for.
  const kept = [deviceNamePrefix(ctx), knownNamePrefix(ctx)]
  const known = Object.keys(ctx.cookies).some((name) => kept.some((prefix) => name.startsWith(prefix)))
  ctx.reply.header('clear-site-data', known ? '"storage"' : '"cookies", "storage"')
}

// Beside the session: the half sign-in, which is good for the second step only, and a browser that is trusted or known. The latter two are
// named for their account, since several people may use one browser.
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

// The browser that asked for a passkey to sign in with: what it signed is taken from no other (rule 24).
const attemptName = (ctx: CookieContext): string => `${cookieName(ctx)}-passkey`

export function readAttemptCookie(ctx: CookieContext): string | null {
  return ctx.cookies[attemptName(ctx)] || null
}
export function setAttemptCookie(ctx: CookieContext, token: string, maxAgeMs: number): void {
  ctx.reply.setCookie(attemptName(ctx), token, { ...attributes(ctx), maxAge: Math.floor(maxAgeMs / 1000) })
}
export function clearAttemptCookie(ctx: CookieContext): void {
  ctx.reply.clearCookie(attemptName(ctx), attributes(ctx))
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

/** By which a browser is none that an account's person has to be told of; it opens nothing. */
const knownNamePrefix = (ctx: CookieContext): string => `${cookieName(ctx)}-known-`
const knownName = (ctx: CookieContext, accountId: string): string =>
  `${knownNamePrefix(ctx)}${fingerprint(accountId).slice(0, 10)}`

export function readKnownCookie(ctx: CookieContext, accountId: string): string | null {
  return ctx.cookies[knownName(ctx, accountId)] || null
}
export function setKnownCookie(ctx: CookieContext, accountId: string, token: string, maxAgeMs: number): void {
  const maxAge = Math.floor(maxAgeMs / 1000)
  ctx.reply.setCookie(knownName(ctx, accountId), token, { ...attributes(ctx), maxAge })
}

// The browser that began to sign in or to link by a provider: it alone may come back from there (rule 29).
const identityName = (ctx: CookieContext): string => `${cookieName(ctx)}-identity`

export function readIdentityCookie(ctx: CookieContext): string | null {
  return ctx.cookies[identityName(ctx)] || null
}
export function setIdentityCookie(ctx: CookieContext, token: string, maxAgeMs: number): void {
  ctx.reply.setCookie(identityName(ctx), token, { ...attributes(ctx), maxAge: Math.floor(maxAgeMs / 1000) })
}
