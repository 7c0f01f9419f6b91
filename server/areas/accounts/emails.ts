import { domainToASCII } from 'node:url'
import { invalidEmail } from './errors.ts'

export type Email = {
  /** As typed, normalised once. */
  address: string
  /** What is unique among proven addresses: lower case, the domain in its ASCII form. */
  key: string
}

/**
 * Reads an e-mail address, normalised before it is checked (rule 39); lengths of RFC 5321.
 *
 * @throws invalidEmail
 */
export function checkEmail(typed: string): Email {
  const email = readEmail(typed)
  if (!email) throw invalidEmail()
  return email
}

/** The same without a refusal: null where it is no address. */
export function readEmail(typed: string): Email | null {
  const address = typed.normalize('NFC').trim()
  const at = address.lastIndexOf('@')
  const local = address.slice(0, Math.max(0, at))
  const domain = domainToASCII(address.slice(at + 1))
  const key = `${local.toLowerCase()}@${domain}`
  const localGood = /^[^\s@"(),:;<>[\\\]\p{C}]{1,64}$/u.test(local) && !/^\.|\.\.|\.$/.test(local)
  const domainGood =
    /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(domain)
  return localGood && domainGood && key.length <= 254 ? { address, key } : null
}
