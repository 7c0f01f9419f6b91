import { randomFillSync } from 'node:crypto'

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
/** Two characters for ten random bits: half the steps, for every call has an id. */
const pairs = Array.from(
  { length: 1024 },
  (_, bits) => `${alphabet[bits >> 5] as string}${alphabet[bits & 31] as string}`,
)
const pool = new Uint16Array(2048)
let used = pool.length

/** Kinds of public ids, as they begin. */
export type IdPrefix =
  | 'acc'
  | 'aud'
  | 'avt'
  | 'eml'
  | 'exp'
  | 'idn'
  | 'idp'
  | 'inv'
  | 'key'
  | 'led'
  | 'new'
  | 'mai'
  | 'lea'
  | 'org'
  | 'own'
  | 'prc'
  | 'psk'
  | 'rec'
  | 'req'
  | 'ses'
  | 'tok'
  | 'tot'
  | 'tru'
  | 'ups'
  | 'wal'
  | 'bud'

/** The first part of an id made at a moment: ten characters that sort by time. */
function timePart(ms: number): string {
  let rest = ms
  let text = ''
  for (let i = 0; i < 10; i += 1) {
    text = alphabet[rest % 32] + text
    rest = Math.floor(rest / 32)
  }
  return text
}

let cachedMs = -1
let cachedPart = ''

/**
 * A new public id: prefix, time in milliseconds, 80 random bits, in Crockford's base 32. Sorts by time; says nothing else.
 *
 * @param ms milliseconds since 1970.
 */
export function newId(prefix: IdPrefix, ms: number): string {
  if (ms !== cachedMs) {
    cachedMs = ms
    cachedPart = timePart(ms)
  }
  if (used + 8 > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  let text = `${prefix}_${cachedPart}`
  for (let i = 0; i < 8; i += 1) text += pairs[(pool[used + i] as number) & 1023] as string
  used += 8
  return text
}

/** The smallest id of a moment: everything made from then on is not below it. */
export function idFloor(prefix: IdPrefix, ms: number): string {
  return `${prefix}_${timePart(Math.max(0, ms))}`
}
