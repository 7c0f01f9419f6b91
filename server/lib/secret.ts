import { createHash, hash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/** Random text of `characters` × 5 bits, from an alphabet without look-alikes. */
export function randomText(characters: number): string {
  let text = ''
  for (const byte of randomBytes(characters)) text += alphabet[byte & 31]
  return text
}

/** CRC32 of a text, eight hex digits: what a secret ends in, so that a bad paste is known without a look-up. */
export function checkSumOf(text: string): string {
  return crc32(text).toString(16).padStart(8, '0')
}

/** SHA-256 of a secret that is itself random (≥128 bits), as hex: what we store instead of it (promise 7). */
export function digestOf(secret: string): string {
  return hash('sha256', secret, 'hex')
}

/**
 * Whether two digests agree. Rule 49: an empty one never does. A plain comparison: what its time could tell is how much of a digest
 * agrees, and nobody can choose a secret by that without finding preimages of SHA-256.
 */
export function sameDigest(one: string, other: string): boolean {
  return one.length > 0 && one === other
}

/** A stable short name for text that must not be kept itself (an address in a rate limit's bucket). */
export function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 24)
}
