import { createHash } from 'node:crypto'
import type { ConditionalPrice, MatchLogic, ModelInfo, ModelPrice, Provider } from '@pydantic/genai-prices'
import type { PriceVersion } from './price.ts'
import { picosAt, type Rates, ratesToJson } from './rates.ts'
import { dearestRates, seedRates } from './seed-rates.ts'

/** A price version from the pinned list. `model` is the list's own name of the model, whatever name asked for it. */
export type SeedPrice = PriceVersion & {
  readonly provider: string
  /** False when a rate was rounded up to a whole pico-dollar. */
  readonly exact: boolean
}

/** A row of the operator's search page. `prices` is null when our buckets cannot charge it; `refused` says why. */
export type SeedModel = {
  readonly provider: string
  readonly model: string
  readonly name: string
  readonly prices: SeedPrice[] | null
  readonly refused: string | null
}

/**
 * The model of a provider's own list that a name means: the first whose clauses fit, as the package does it (name lowered
 * and trimmed; where nothing fits, `-20YYMMDD` is tried as `-20YY-MM-DD`).
 */
export function findModel(provider: Provider, modelName: string): ModelInfo | undefined {
  const name = modelName.toLowerCase().trim()
  const dashed = name.replace(/-(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=-|:|$)/g, '-$1-$2-$3')
  return (
    provider.models.find((model) => matches(model.match, name)) ??
    provider.models.find((model) => matches(model.match, dashed))
  )
}

function matches(clause: MatchLogic, name: string): boolean {
  if ('or' in clause) return clause.or.some((one) => matches(one, name))
  if ('and' in clause) return clause.and.every((one) => matches(one, name))
  if ('equals' in clause) return name === clause.equals.toLowerCase()
  if ('starts_with' in clause) return name.startsWith(clause.starts_with.toLowerCase())
  if ('ends_with' in clause) return name.endsWith(clause.ends_with.toLowerCase())
  if ('contains' in clause) return name.includes(clause.contains.toLowerCase())
  return new RegExp(clause.regex).test(name)
}

/**
 * All price versions of a model, oldest first, the first from the epoch on. Prices by time of day have no equal here: for
 * each period the dearest of them is taken.
 */
export function seedModel(provider: Provider, model: ModelInfo): SeedModel {
  const row = { provider: provider.id, model: model.id, name: model.name ?? model.id }
  // The package bills at least ten seconds of audio here, in code rather than data; a rate alone would charge less.
  if (provider.id === 'groq' && model.id.startsWith('whisper-large-v3'))
    return { ...row, prices: null, refused: 'a minimum of 10 seconds a request' }
  const prices: SeedPrice[] = []
  for (const effectiveFrom of startTimes(model)) {
    let rates: Rates | undefined
    let exact = true
    for (const candidate of inForce(model, effectiveFrom)) {
      const seeded = seedRates(candidate)
      if ('refused' in seeded) return { ...row, prices: null, refused: seeded.refused }
      rates = rates ? dearestRates(rates, seeded.rates) : seeded.rates
      exact &&= seeded.exact
    }
    const before = prices.at(-1)
    if (!rates || (before && ratesToJson(before.rates) === ratesToJson(rates))) continue
    const free = Object.values(rates).every((rate) => picosAt(rate, 0n) === 0n && typeof rate === 'bigint')
    const version = { provider: provider.id, model: model.id, effectiveFrom, rates }
    prices.push({ id: seedPriceId(version), ...version, state: free ? 'free' : 'priced', exact })
  }
  return { ...row, prices, refused: null }
}

/** When the set of prices in force changes, epoch ms UTC, ascending; the first is the epoch, for all time before. */
function startTimes(model: ModelInfo): number[] {
  const dates = conditional(model).flatMap(({ constraint }) =>
    constraint?.type === 'start_date' ? [Date.parse(constraint.start_date)] : [],
  )
  return [...new Set([0, ...dates])].sort((a, b) => a - b)
}

/** The prices that apply at some time of the day from `atMs` on. In the list a later entry goes before an earlier one. */
function inForce(model: ModelInfo, atMs: number): ModelPrice[] {
  const entries = conditional(model)
  const found: ModelPrice[] = []
  for (const { constraint, prices } of entries.toReversed()) {
    if (constraint?.type === 'start_date' && atMs < Date.parse(constraint.start_date)) continue
    found.push(prices)
    if (constraint?.type !== 'time_of_date') return found
  }
  // Where nothing applies, the package takes the first entry.
  return entries[0] ? [...found, entries[0].prices] : found
}

function conditional(model: ModelInfo): ConditionalPrice[] {
  return Array.isArray(model.prices) ? model.prices : [{ prices: model.prices }]
}

/**
 * The id of a price version from the list: `prc_` and 26 digits of lower-case Crockford base 32 (130 bits of SHA-256)
 * over provider, model, date and rates. The same numbers have the same id on every node and after every update of the
 * package; other numbers have another, so a usage record always points at the very rates it was charged by.
 */
export function seedPriceId(of: {
  provider: string
  model: string
  effectiveFrom: number
  rates: Rates
}): string {
  const text = JSON.stringify([of.provider, of.model, of.effectiveFrom, ratesToJson(of.rates)])
  let bits = BigInt(`0x${createHash('sha256').update(text).digest('hex')}`) >> 126n
  let id = ''
  for (let digit = 0; digit < 26; digit++, bits >>= 5n) id = CROCKFORD[Number(bits & 31n)] + id
  return `prc_${id}`
}

const CROCKFORD = '0123456789abcdefghjkmnpqrstvwxyz'
