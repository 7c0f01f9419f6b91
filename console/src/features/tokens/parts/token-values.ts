import { scopesCover, type TokenScope, tokenScopes } from '../../../../../contract/token-scopes.ts'
import { localInput, zonedMoment } from '../../../lib/zone.ts'

const dayMs = 86_400_000

/** Areas that a person chooses one by one, in the order of the form. The operator's is asked for on its own. */
export const areas = [
  'profile',
  'organizations',
  'keys',
  'usage',
  'wallet',
  'models',
  'security',
  'admin',
] as const
export type Area = (typeof areas)[number]
export type Level = 'none' | 'read' | 'write'
export type Expiry = { preset: string; date: string }

/** The form of a token: how wide, by area where that is chosen, and until when. */
export type TokenValues = {
  name: string
  wide: 'read' | 'write' | 'areas'
  areas: Record<Area, Level>
  expiry: Expiry
}

const nothing = Object.fromEntries(areas.map((area) => [area, 'none'])) as Record<Area, Level>
export const emptyToken: TokenValues = {
  name: '',
  wide: 'read',
  areas: nothing,
  expiry: { preset: '90', date: '' },
}

/** What there is to choose in an area: some are only read. */
export function levelsOf(area: Area): Level[] {
  return tokenScopes.some((scope) => scope === `${area}:write`) ? ['none', 'read', 'write'] : ['none', 'read']
}

/** The scopes that a form asks for; writing covers reading. */
export function scopesOf({ wide, areas: chosen }: Pick<TokenValues, 'wide' | 'areas'>): TokenScope[] {
  const wanted = areas
    .filter((area) => chosen[area] !== 'none' && (wide === 'areas' || area === 'admin'))
    .map((area) => `${area}:${chosen[area]}`)
  const scopes = tokenScopes.filter((scope) => wanted.includes(scope))
  return wide === 'areas' ? scopes : [wide, ...scopes]
}

/** The other way round, for editing: what a token can, area by area, however it was written. */
export function chosenOf(scopes: readonly TokenScope[]): Pick<TokenValues, 'wide' | 'areas'> {
  const can = (area: Area, level: 'read' | 'write') => {
    const scope = tokenScopes.find((one) => one === `${area}:${level}`)
    return scope !== undefined && scopesCover(scopes, scope)
  }
  const chosen = Object.fromEntries(
    areas.map((area) => [area, can(area, 'write') ? 'write' : can(area, 'read') ? 'read' : 'none']),
  ) as Record<Area, Level>
  const narrow = scopes.filter((scope) => scope.includes(':') && !scope.startsWith('admin:'))
  if (scopes.includes('write')) return { wide: 'write', areas: chosen }
  if (scopes.includes('read') && narrow.every((scope) => scope.endsWith(':read')))
    return { wide: 'read', areas: chosen }
  return { wide: 'areas', areas: chosen }
}

/** The form's expiry as the server takes it: a day ends when it does in the person's zone; `keep` says nothing. */
export function expiryMoment({ preset, date }: Expiry, timeZone: string | undefined, now = Date.now()) {
  if (preset === 'keep') return undefined
  if (preset === 'never') return null
  if (preset === 'date') return zonedMoment(`${date}T23:59:59`, timeZone) ?? null
  return new Date(now + Number(preset) * dayMs).toISOString()
}

/** The last day that may be chosen: a token lives for a year, or for ever. */
export function lastDay(timeZone: string | undefined, now = Date.now()): string {
  return localInput(new Date(now + 365 * dayMs).toISOString(), timeZone).slice(0, 10)
}
