import { checkSumOf, digestOf, randomText } from '../../../lib/secret.ts'

/** 32 characters of 5 bits: 160 random bits. */
const randomCharacters = 32
const shape = /^pat_[0-9a-z]{32}[0-9a-f]{8}$/
const checkedLength = 'pat_'.length + randomCharacters

export type NewTokenSecret = { secret: string; digest: string; hint: string }

/** A new secret of an access token: `pat_<32 characters><CRC32 of all before it>`. Only its digest and hint may be stored. */
export function newTokenSecret(): NewTokenSecret {
  const checked = `pat_${randomText(randomCharacters)}`
  const secret = checked + checkSumOf(checked)
  return { secret, digest: digestOf(secret), hint: `…${secret.slice(-4)}` }
}

/** Whether a text can be a secret of ours at all: a bad paste costs no look-up. Says nothing about whether it is right. */
export function looksLikeToken(text: string): boolean {
  return shape.test(text) && checkSumOf(text.slice(0, checkedLength)) === text.slice(checkedLength)
}
