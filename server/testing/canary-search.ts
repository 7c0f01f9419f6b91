/** Looks for many secrets in a text at once; tells which are in it. */
export type CanarySearch = (text: string) => string[]

// A secret is recognised by the hash of its last bytes, rolled over the text: one pass, however many secrets there are.
const windowBytes = 14
const bits = 22
const factor = 31
const leading = power(factor, windowBytes - 1)

function power(base: number, exponent: number): number {
  let product = 1
  for (let i = 0; i < exponent; i += 1) product = Math.imul(product, base)
  return product
}
const rolled = (hash: number, gone: number, next: number): number =>
  (Math.imul(hash - Math.imul(gone, leading), factor) + next) | 0
const slot = (hash: number): number => Math.imul(hash, 0x9e3779b1) >>> (32 - bits)

function hashOf(bytes: Uint8Array): number {
  let hash = 0
  for (const byte of bytes) hash = (Math.imul(hash, factor) + byte) | 0
  return hash
}

/** How a secret can stand in a text: as it is, inside JSON, inside an address, and as bytes in hexadecimal or base64. */
function formsOf(secret: string): Set<string> {
  const bytes = Buffer.from(secret)
  return new Set([
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret.toWellFormed()),
    bytes.toString('hex'),
    // What follows a secret inside longer base64 changes its last letters.
    bytes.subarray(0, bytes.length - (bytes.length % 3)).toString('base64'),
  ])
}

/** A search for these secrets. Those of fewer than 14 bytes are not looked for: they are parts of ordinary words. */
export function createCanarySearch(secrets: Iterable<string>): CanarySearch {
  const known = new Map<number, { bytes: Buffer; secret: string }[]>()
  const filled = new Uint8Array(1 << bits)
  for (const secret of new Set(secrets)) {
    if (Buffer.byteLength(secret) < windowBytes) continue
    for (const form of formsOf(secret)) {
      const bytes = Buffer.from(form)
      if (bytes.length < windowBytes) continue
      const hash = hashOf(bytes.subarray(-windowBytes))
      filled[slot(hash)] = 1
      known.set(hash, [...(known.get(hash) ?? []), { bytes, secret }])
    }
  }
  return (text) => {
    const bytes = Buffer.from(text)
    const found = new Set<string>()
    if (bytes.length < windowBytes) return []
    let hash = hashOf(bytes.subarray(0, windowBytes))
    for (let end = windowBytes; ; end += 1) {
      if (filled[slot(hash)] === 1) {
        for (const one of known.get(hash) ?? []) {
          const start = end - one.bytes.length
          if (start >= 0 && one.bytes.compare(bytes, start, end) === 0) found.add(one.secret)
        }
      }
      if (end >= bytes.length) return [...found]
      hash = rolled(hash, bytes[end - windowBytes] as number, bytes[end] as number)
    }
  }
}
