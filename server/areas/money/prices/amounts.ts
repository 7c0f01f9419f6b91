import { moneyError } from './errors.ts'

/** The largest amount a 64-bit signed column holds, in whatever unit; the smallest allowed is its negative. */
export const MAX_AMOUNT = 2n ** 63n - 1n

const NANO_DECIMALS = 9
const PICO_DECIMALS = 12
/** USD per million units → pico-dollars per unit multiplies by 1e6, so six decimals survive. */
const PER_MILLION_DECIMALS = 6

type ParseOptions = {
  /** Accept a leading minus; off by default. */
  allowNegative?: boolean
  /** What an error calls the field. */
  param?: string
}

/**
 * USD text → integer nano-dollars (1e-9 USD), exactly: `'5'` → `5_000_000_000n`, `'0.000123450'` → `123_450n`.
 * Throws `bad_amount` (not a plain decimal, over 9 decimals, negative unless allowed) or `amount_out_of_range` (over 63 bits).
 */
export function usdToNanos(usd: string, options: ParseOptions = {}): bigint {
  return parseDecimal(usd, NANO_DECIMALS, options)
}

/** USD text → integer pico-dollars (1e-12 USD), exactly; throws as `usdToNanos`, at most 12 decimals. */
export function usdToPicos(usd: string, options: ParseOptions = {}): bigint {
  return parseDecimal(usd, PICO_DECIMALS, options)
}

/**
 * A rate in USD per million units → integer pico-dollars per unit, exactly: `'2.50'` → `2_500_000n`.
 * Never negative. More than 6 decimals would need parts of a pico-dollar and are refused (`bad_amount`), not rounded.
 */
export function usdPerMillionToPicos(usdPerMillion: string, param = 'rate'): bigint {
  return parseDecimal(usdPerMillion, PER_MILLION_DECIMALS, { param })
}

/** Nano-dollars → USD text, always 9 decimals: `123_450n` → `'0.000123450'`, `-1n` → `'-0.000000001'`. */
export function nanosToUsd(nanos: bigint): string {
  return printDecimal(nanos, NANO_DECIMALS)
}

/** Pico-dollars → USD text, always 12 decimals: `2_500_000n` → `'0.000002500000'`. */
export function picosToUsd(picos: bigint): string {
  return printDecimal(picos, PICO_DECIMALS)
}

/** Pico-dollars per unit → the shortest USD per million units: `2_500_000n` → `'2.5'`, `10_000_000n` → `'10'`. */
export function picosToUsdPerMillion(picosPerUnit: bigint): string {
  return printDecimal(picosPerUnit, PER_MILLION_DECIMALS).replace(/\.?0+$/, '')
}

/** Pico-dollars (≥ 0) → nano-dollars, half up: the one rounding of a cost. */
export function roundPicosToNanos(picos: bigint): bigint {
  return (picos + 500n) / 1000n
}

/** Pico-dollars (≥ 0) → nano-dollars, up: for holds, which must not fall below a cost. */
export function ceilPicosToNanos(picos: bigint): bigint {
  return (picos + 999n) / 1000n
}

/** `amount` if its magnitude fits 63 bits, else throws `amount_out_of_range`. */
export function within63Bits(amount: bigint, param: string): bigint {
  if (amount > MAX_AMOUNT || amount < -MAX_AMOUNT)
    throw moneyError('amount_out_of_range', param, `${param} is beyond what an account can hold.`)
  return amount
}

/** The largest of some BigInts, which `Math.max` does not take; zero for none. */
export function largest(...values: bigint[]): bigint {
  let most = values[0] ?? 0n
  for (const value of values) if (value > most) most = value
  return most
}

const DECIMAL = /^(-?)(\d{1,40})(?:\.(\d{1,40}))?$/

function parseDecimal(text: string, decimals: number, options: ParseOptions): bigint {
  const param = options.param ?? 'amount'
  const match = DECIMAL.exec(text)
  if (!match)
    throw moneyError('bad_amount', param, `${param} must be a plain decimal number such as "12.50".`)
  const [, sign, whole = '', fraction = ''] = match
  if (fraction.length > decimals)
    throw moneyError('bad_amount', param, `${param} can have at most ${decimals} decimals.`)
  if (sign && !options.allowNegative) throw moneyError('bad_amount', param, `${param} must not be negative.`)
  const magnitude = BigInt(whole + fraction.padEnd(decimals, '0'))
  return within63Bits(sign ? -magnitude : magnitude, param)
}

function printDecimal(units: bigint, decimals: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, '0')
  return `${units < 0n ? '-' : ''}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
}
