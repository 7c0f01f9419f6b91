import { invalidRequest } from '../../http/errors.ts'
import type { Outgoing, UrlProblem } from '../../http/outgoing.ts'

export type AddressCheck = { ok: true; baseUrl: string } | { ok: false; code: UrlProblem; message: string }

/**
 * Judges the address of an upstream by rule 38 and brings it into the form that is saved: without a slash at its end. Paths of the
 * protocol are appended to it, so it holds neither query nor fragment.
 */
export async function checkAddress(outgoing: Outgoing, text: string): Promise<AddressCheck> {
  const check = await outgoing.checkUrl(text)
  if (!check.ok) return check
  const { url } = check
  if (url.search !== '' || url.hash !== '' || /[?#]/.test(text)) {
    const message = 'Leave out everything from "?" or "#" on; there is a field for the secret.'
    return { ok: false, code: 'invalid_url', message }
  }
  return { ok: true, baseUrl: url.origin + url.pathname.replace(/\/+$/, '') }
}

/**
 * A credential as it can stand in a header; null for an empty one.
 *
 * @throws 400 for what no header can hold.
 */
export function checkCredential(text: string): string | null {
  const credential = text.trim()
  if (credential === '') return null
  if (!/^[\x21-\x7e]+$/.test(credential)) {
    const message = 'A credential has no spaces, line breaks or letters beyond ASCII. Copy it again.'
    throw invalidRequest([{ path: 'apiKey', message }])
  }
  return credential
}

/** How a credential is recognised without being known: its end, unless it is so short that this would say too much. */
export function hintOf(credential: string): string {
  return credential.length < 16 ? '…' : `…${credential.slice(-4)}`
}

/** Whether two addresses are of one host and port: only then may one's credential go to the other. */
export function sameOrigin(one: string, other: string): boolean {
  return new URL(one).origin === new URL(other).origin
}
