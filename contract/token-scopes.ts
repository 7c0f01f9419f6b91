import type { Endpoint } from './endpoint.ts'

/**
 * What an access token may do: everything that its person can (`read`, `write`), or one area of it. Writing covers reading. The
 * operator's part is in neither of the two wide ones: it is named, or not had.
 */
export const tokenScopes = [
  'read',
  'write',
  'profile:read',
  'profile:write',
  'organizations:read',
  'organizations:write',
  'keys:read',
  'keys:write',
  'usage:read',
  'wallet:read',
  'models:read',
  'models:write',
  'security:read',
  'admin:read',
  'admin:write',
] as const
export type TokenScope = (typeof tokenScopes)[number]

type Area = 'profile' | 'organizations' | 'keys' | 'usage' | 'wallet' | 'models' | 'security' | 'admin'

/**
 * The one table: which area a route of people is in, by its method and path; the first line that fits counts. What a token may never
 * do (rule 14) is said first, and a route without a line is refused as well.
 */
const table: readonly [RegExp, Area | 'refused'][] = [
  [/^\w+ \/auth\//, 'refused'],
  [/^DELETE \/me$/, 'refused'],
  // Mails hold links that are as good as a password.
  [/^\w+ \/admin\/mails/, 'refused'],
  [/^\w+ \/me(\/preferences|\/avatar)?$/, 'profile'],
  [/^GET \/avatars\/\{id\}$/, 'profile'],
  [/^GET \/me\/organizations$/, 'organizations'],
  [/^GET \/me\/keys$/, 'keys'],
  [/^GET \/me\/(security|security-log|checkup)$/, 'security'],
  // Passwords, factors, sessions, tokens, addresses, and whatever of a person comes to be.
  [/^\w+ \/me\//, 'refused'],
  [/^\w+ \/orgs\/\{org\}\/keys/, 'keys'],
  [/^GET \/orgs\/\{org\}\/(usage|errors)/, 'usage'],
  [/^GET \/orgs\/\{org\}\/(wallet|ledger)$/, 'wallet'],
  [/^\w+ \/orgs\/\{org\}\/(models$|price-check$|playground\/)/, 'models'],
  [/^(GET|POST|PATCH) \/orgs(\/\{org\})?$/, 'organizations'],
  [/^\w+ \/orgs\/\{org\}\/(members|policy|audit)/, 'organizations'],
  [/^\w+ \/admin\//, 'admin'],
]

/** Questions whose words are too long for an address: they change nothing. */
const asked = /^POST (\/orgs\/\{org\}\/price-check|\/admin\/price-import\/check)$/

/**
 * What a token needs for a route: a scope, or nothing will do. `null` where tokens mean nothing: routes for everybody, and those of
 * programs with an API key.
 */
export function tokenNeed({
  method,
  path,
  access,
}: Pick<Endpoint, 'method' | 'path' | 'access'>): TokenScope | 'refused' | null {
  if (access.kind === 'public' || access.kind === 'key') return null
  if (access.confirm === true) return 'refused'
  const title = `${method} ${path}`
  const area = table.find(([pattern]) => pattern.test(title))?.[1] ?? 'refused'
  if (area === 'refused') return 'refused'
  // What an area only reads is refused by its scope not being there.
  const scope = `${area}:${method === 'GET' || asked.test(title) ? 'read' : 'write'}`
  return tokenScopes.find((one) => one === scope) ?? 'refused'
}

/** Whether a token with these scopes has what a route needs. */
export function scopesCover(scopes: readonly TokenScope[], need: TokenScope): boolean {
  const [area, level] = need.split(':')
  const has = (scope: string): boolean => scopes.some((one) => one === scope)
  if (has(need) || has(`${area}:write`)) return true
  if (area === 'admin') return false
  return has('write') || (level === 'read' && has('read'))
}
