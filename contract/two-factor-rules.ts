import type { Endpoint } from './endpoint.ts'

/** Of whom the operator requires a second factor; `except_linked` spares sessions that a linked identity opened. */
export const twoFactorRules = ['off', 'operators', 'everyone', 'except_linked'] as const
export type TwoFactorRule = (typeof twoFactorRules)[number]

/**
 * What whoever lacks a second factor that the operator requires still reaches: what it takes to set one up, and to be shown the page that
 * does it. Everything else waits for it, with an access token as well.
 */
const reachable = [
  /^\w+ \/auth\//,
  /^(GET|PATCH) \/me(\/preferences)?$/,
  /^\w+ \/me\/(totp|recovery-codes|passkeys)(\/|$)/,
]

/** Whether a route waits for a second factor that is required and missing (rule 22). */
export function waitsForSecondFactor({ method, path }: Pick<Endpoint, 'method' | 'path'>): boolean {
  return !reachable.some((pattern) => pattern.test(`${method} ${path}`))
}
