import { picosToUsd, picosToUsdPerMillion, usdPerMillionToPicos, usdToPicos } from './amounts.ts'
import { BUCKETS, type BucketName, isBucketName } from './buckets.ts'
import { moneyError } from './errors.ts'
import { checkRates, type Rate, type Rates, type Tier } from './rates.ts'

/** Rates as the operator's API and console show them (design.md 4.1): USD text per million units, by bucket. */
export type UsdRates = {
  ratesUsdPerMillion: Partial<Record<BucketName, string>>
  /** Fixed amount per call, USD, at most 12 decimals. */
  perRequestUsd: string
  /** What replaces the rates above for the whole call once its input exceeds so many tokens; empty for most models. */
  tiers: { aboveInputTokens: number; ratesUsdPerMillion: Partial<Record<BucketName, string>> }[]
}

/**
 * Operator's rates → integer rates, exactly. Throws `bad_amount` (text) or `bad_rates` (an unknown bucket, `request`
 * among the rates per million, a tier for a bucket without a base rate, tiers out of order); `param` is the field's path.
 */
export function ratesFromUsd(usd: Partial<UsdRates>): Rates {
  const rates: Partial<Record<BucketName, Rate>> = {}
  for (const [name, picos] of parseRates(usd.ratesUsdPerMillion ?? {}, 'ratesUsdPerMillion'))
    rates[name] = picos
  for (const [index, tier] of (usd.tiers ?? []).entries()) {
    const path = `tiers.${index}`
    if (!Number.isSafeInteger(tier.aboveInputTokens) || tier.aboveInputTokens < 0)
      throw moneyError(
        'bad_rates',
        `${path}.aboveInputTokens`,
        'A tier starts above a whole number of tokens.',
      )
    for (const [name, picos] of parseRates(tier.ratesUsdPerMillion, `${path}.ratesUsdPerMillion`)) {
      const below = rates[name]
      if (below === undefined)
        throw moneyError('bad_rates', `${path}.ratesUsdPerMillion.${name}`, `${name} has a tier but no rate.`)
      rates[name] = addTier(below, { aboveInput: BigInt(tier.aboveInputTokens), picos })
    }
  }
  const request = usdToPicos(usd.perRequestUsd ?? '0', { param: 'perRequestUsd' })
  if (request > 0n) rates.request = request
  return checkRates(rates)
}

/** The inverse of `ratesFromUsd`. Every integer rate has an exact text. */
export function ratesToUsd(rates: Rates): UsdRates {
  const ratesUsdPerMillion: UsdRates['ratesUsdPerMillion'] = {}
  const tiers = new Map<bigint, UsdRates['ratesUsdPerMillion']>()
  for (const name of BUCKETS) {
    const rate = rates[name]
    if (rate === undefined || name === 'request') continue
    ratesUsdPerMillion[name] = picosToUsdPerMillion(base(rate))
    for (const tier of typeof rate === 'bigint' ? [] : rate.tiers)
      tiers.set(tier.aboveInput, {
        ...tiers.get(tier.aboveInput),
        [name]: picosToUsdPerMillion(tier.picos),
      })
  }
  return {
    ratesUsdPerMillion,
    perRequestUsd: picosToUsd(base(rates.request ?? 0n)).replace(/\.?0+$/, ''),
    tiers: [...tiers]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([aboveInput, usd]) => ({ aboveInputTokens: Number(aboveInput), ratesUsdPerMillion: usd })),
  }
}

function parseRates(usd: Partial<Record<string, string>>, path: string): [BucketName, bigint][] {
  return Object.entries(usd).map(([name, text]) => {
    const param = `${path}.${name}`
    if (name === 'request')
      throw moneyError('bad_rates', param, 'The price of a request goes in perRequestUsd.')
    if (!isBucketName(name)) throw moneyError('bad_rates', param, `There is no bucket called ${name}.`)
    if (text === undefined) throw moneyError('bad_amount', param, `${name} has no rate.`)
    return [name, usdPerMillionToPicos(text, param)]
  })
}

function addTier(rate: Rate, tier: Tier): Rate {
  return { base: base(rate), tiers: [...(typeof rate === 'bigint' ? [] : rate.tiers), tier] }
}

function base(rate: Rate): bigint {
  return typeof rate === 'bigint' ? rate : rate.base
}
