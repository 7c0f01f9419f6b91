import { generateSecret, generateURI, verifySync } from 'otplib'

/** 160 bits, as RFC 4226 recommends (rule 15). */
const seedBytes = 20
const stepSeconds = 30

/** A new seed in base 32, as authenticators take it. */
export function newSeed(): string {
  return generateSecret({ length: seedBytes })
}

/** What the QR code says. The host tells installations apart in an authenticator that knows several. */
export function otpauthUrl(seed: string, username: string, publicUrl: string): string {
  const label = `${username}@${new URL(publicUrl).host}`
  return generateURI({
    ...{ strategy: 'totp', issuer: 'Portico', label, secret: seed },
    ...{ algorithm: 'sha1', digits: 6, period: stepSeconds },
  })
}

/**
 * Which step of 30 seconds a code belongs to: this one, the one before or the one after, by the server's clock (rule 15).
 *
 * @returns null where it belongs to none of them.
 */
export function stepOf(seed: string, typed: string, nowMs: number): number | null {
  const token = typed.normalize('NFKC').replaceAll(/\s/g, '')
  // Rule 49: what is no code is no try of one.
  if (!/^\d{6}$/.test(token)) return null
  const found = verifySync({
    ...{ strategy: 'totp', secret: seed, token, algorithm: 'sha1', digits: 6, period: stepSeconds },
    epoch: Math.floor(nowMs / 1000),
    epochTolerance: stepSeconds,
  })
  return found.valid && 'timeStep' in found ? found.timeStep : null
}
