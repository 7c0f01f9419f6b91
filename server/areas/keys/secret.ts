import { checkSumOf, digestOf, randomText } from '../../lib/secret.ts'

/** 32 characters of 5 bits: the 160 random bits of a secret. */
const randomCharacters = 32
const idCharacters = 26
const prefix = 'pk_'
const checkedLength = prefix.length + idCharacters + 1 + randomCharacters
const wholeLength = checkedLength + 8
const shape = /^pk_[0-9a-z]{26}_[0-9a-z]{32}[0-9a-f]{8}$/

export type NewSecret = { secret: string; digest: string; hint: string }

/**
 * A new secret of a key: `pk_<id without key_>_<32 characters><CRC32 of all before it>`. Only its digest and hint may be stored.
 *
 * @param keyId `key_…`.
 */
export function newKeySecret(keyId: string): NewSecret {
  const checked = `${prefix}${keyId.slice('key_'.length)}_${randomText(randomCharacters)}`
  const secret = checked + checkSumOf(checked)
  return { secret, digest: digestOf(secret), hint: `…${secret.slice(-4)}` }
}

/** The id of the key that a text may name, with nothing of it checked: good enough to look in memory, where the digest decides. */
export function mayBeKeyId(text: string): string {
  return `key_${text.slice(prefix.length, prefix.length + idCharacters)}`
}

/**
 * The id of the key that a text claims to be a secret of, or null for what cannot be one: a wrong shape or a wrong check sum, so that
 * a bad paste costs no look-up. Says nothing about whether the secret is right.
 */
export function claimedKeyId(text: string): string | null {
  if (text.length !== wholeLength || !shape.test(text)) return null
  if (checkSumOf(text.slice(0, checkedLength)) !== text.slice(checkedLength)) return null
  return mayBeKeyId(text)
}
