import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

/** Encrypts the secrets that we must use ourselves (an upstream's credential), bound to where they stand. */
export type SecretBox = {
  /** @param place what the secret belongs to, such as `upstream:ups_…`; opening needs the same. */
  seal(secret: string, place: string): string
  /** @throws when no key fits, the text was changed or the place is another. */
  open(sealed: string, place: string): string
}

type Key = { id: string; bytes: Buffer }

function keyOf(text: string): Key {
  const bytes = createHash('sha256').update(`portico master key\n${text}`).digest()
  return { id: createHash('sha256').update(bytes).digest('hex').slice(0, 8), bytes }
}

/**
 * AES-256-GCM under the first master key; each sealed text names its key, so that keys rotate: the first encrypts, all decrypt.
 *
 * @param masterKeys at least one, each with at least 128 bits of randomness in it.
 */
export function createSecretBox(masterKeys: readonly string[]): SecretBox {
  const keys = masterKeys.map(keyOf)
  const first = keys[0]
  if (!first) throw new Error('A master key is needed')
  return {
    seal(secret, place) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', first.bytes, nonce).setAAD(Buffer.from(place))
      const body = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return `v1.${first.id}.${nonce.toString('base64url')}.${body.toString('base64url')}`
    },
    open(sealed, place) {
      const [version, id, nonce, body] = sealed.split('.')
      const key = keys.find((one) => one.id === id)
      if (version !== 'v1' || !key || !nonce || !body) throw new Error('No master key opens this secret')
      const bytes = Buffer.from(body, 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', key.bytes, Buffer.from(nonce, 'base64url'))
      decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(-16))
      return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString('utf8')
    },
  }
}
