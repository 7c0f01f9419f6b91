import { createHash, hash, randomBytes, timingSafeEqual } from 'node:crypto'

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/** Random text of `characters` × 5 bits, from an alphabet without look-alikes. */
export function randomText(characters: number): string {
  let text = ''
  for (const byte of randomBytes(characters)) text += alphabet[byte & 31]
  return text
}

/** SHA-256 of a secret that is itself random (≥128 bits), as hex: what we store instead of it (promise 7). */
export function digestOf(secret: string): string {
  return hash('sha256', secret, 'hex')
}

/** Whether two digests agree, in a time that tells nothing. Rule 49: an empty one never does. */
export function sameDigest(one: string, other: string): boolean {
  if (one.length === 0 || one.length !== other.length) return false
  return timingSafeEqual(Buffer.from(one), Buffer.from(other))
}

/** A stable short name for text that must not be kept itself (an address in a rate limit's bucket). */
export function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 24)
}
