/** Arithmetic on decimal strings without floats: money never becomes a number here. */

/** Moves the decimal point right by `places`: `shift('0.0000025', 6)` is `'2.5'`. */
export function shift(value: string, places: number): string {
  const { negative, whole, fraction } = parts(value)
  if (places < 0) {
    const long = whole.padStart(1 - places, '0')
    return join(negative, long.slice(0, places), long.slice(places) + fraction)
  }
  const padded = fraction.padEnd(places, '0')
  return join(negative, whole + padded.slice(0, places), padded.slice(places))
}

/** Sums decimal strings exactly. */
export function sum(values: readonly string[]): string {
  const scale = Math.max(0, ...values.map((value) => parts(value).fraction.length))
  const total = values.reduce((all, value) => all + BigInt(shift(value, scale)), 0n)
  const digits = (total < 0n ? -total : total).toString().padStart(scale + 1, '0')
  return join(total < 0n, digits.slice(0, digits.length - scale), digits.slice(digits.length - scale))
}

/** -1, 0 or 1. */
export function sign(value: string): -1 | 0 | 1 {
  const { negative, whole, fraction } = parts(value)
  if (!/[1-9]/.test(whole + fraction)) return 0
  return negative ? -1 : 1
}

/** The absolute value as given, for callers that write the sign themselves. */
export function absolute(value: string): string {
  return value.replace(/^[-+]/, '')
}

/** How many zeros follow the point before the first other digit; `null` when the whole part or nothing counts. */
export function leadingZeros(value: string): number | null {
  const { whole, fraction } = parts(value)
  if (/[1-9]/.test(whole)) return null
  const at = fraction.search(/[1-9]/)
  return at < 0 ? null : at
}

export function isDecimal(value: string): boolean {
  return /^[-+]?\d+(\.\d+)?$/.test(value)
}

function parts(value: string) {
  if (!isDecimal(value)) throw new RangeError(`not a decimal: ${value}`)
  const [whole = '0', fraction = ''] = absolute(value).split('.')
  return { negative: value.startsWith('-'), whole, fraction }
}

function join(negative: boolean, whole: string, fraction: string): string {
  const head = whole.replace(/^0+(?=\d)/, '') || '0'
  const tail = fraction.replace(/0+$/, '')
  const body = tail ? `${head}.${tail}` : head
  return negative && /[1-9]/.test(body) ? `-${body}` : body
}
