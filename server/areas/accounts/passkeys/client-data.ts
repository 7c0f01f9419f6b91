import { relyingParty } from './relying-party.ts'

type ClientData = {
  type: unknown
  challenge: string
  origin: unknown
  crossOrigin: unknown
  topOrigin: unknown
}

/** What the browser says that it signed. @returns null where it is not what a browser writes. */
export function readClientData(clientDataJSON: string): ClientData | null {
  try {
    const read = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString('utf8')) as unknown
    if (read === null || typeof read !== 'object') return null
    const { type, challenge, origin, crossOrigin, topOrigin } = read as Record<string, unknown>
    return typeof challenge === 'string' ? { type, challenge, origin, crossOrigin, topOrigin } : null
  } catch {
    return null
  }
}

/**
 * Rule 25: the exact type, our own origin and no frame of another site. The library lets a frame pass whose top it is not told.
 *
 * @returns what is wrong, for the log, or null.
 */
export function wrongInClientData(
  { type, origin, crossOrigin, topOrigin }: ClientData,
  expectedType: 'webauthn.create' | 'webauthn.get',
  config: { publicUrl: string },
): string | null {
  if (type !== expectedType) return 'another type'
  if (origin !== relyingParty(config).origin) return 'another origin'
  if (crossOrigin !== undefined && crossOrigin !== false) return 'in a frame of another site'
  if (topOrigin !== undefined) return 'below another site'
  return null
}

/** The person as authenticators keep them: no more than the id. */
export const userHandleOf = (accountId: string): string => Buffer.from(accountId).toString('base64url')
