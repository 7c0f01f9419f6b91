import type { PasskeyAssertion } from '../../../../contract/passkey-proof.ts'
import type { PasskeyRegistration } from '../../../../contract/passkeys.ts'
import { passkeyRefused } from './errors.ts'
import { relyingParty } from './relying-party.ts'

/** EdDSA, ES256, RS256: what authenticators have. */
export const algorithms = [-8, -7, -257]
const longestId = 1023

// A third of a second to load, and not needed where nobody has a passkey.
const library = () => import('@simplewebauthn/server')
const helpers = () => import('@simplewebauthn/server/helpers')

/** Loads what the answer will need, while the person looks at their authenticator. */
export function prepareVerifying(): void {
  void library().catch(() => {})
}

type Config = { publicUrl: string }
export type NewCredential = {
  credentialId: string
  publicKey: string
  counter: number
  aaguid: string
  backupEligible: boolean
  synced: boolean
}

/** A statement that the library would check by fetching what its certificate names: none of ours to fetch (rule 38). */
async function attestationIsPlain(attestationObject: string): Promise<boolean> {
  const { decodeAttestationObject } = await helpers()
  const read = decodeAttestationObject(new Uint8Array(Buffer.from(attestationObject, 'base64url')))
  const format = read.get('fmt')
  // We ask for none. A browser may pass on a statement that the passkey signed about itself, and no other (WebAuthn 5.1.3, step 21).
  return format === 'none' || (format === 'packed' && read.get('attStmt').get('x5c') === undefined)
}

/** Looks at a new passkey. The client data was looked at before. @throws passkeyRefused */
export async function verifyRegistration(
  config: Config,
  challenge: string,
  { response, ...frame }: PasskeyRegistration,
): Promise<NewCredential> {
  const { rpId, origin } = relyingParty(config)
  const { verifyRegistrationResponse } = await library()
  const { clientDataJSON, attestationObject } = response
  const verified = await (async () => {
    if (!(await attestationIsPlain(attestationObject)))
      throw new Error('an attestation that was not asked for')
    return verifyRegistrationResponse({
      response: { ...named(frame), response: { clientDataJSON, attestationObject } },
      ...{ expectedChallenge: challenge, expectedOrigin: origin, expectedRPID: rpId },
      ...{ expectedType: 'webauthn.create', requireUserPresence: true, requireUserVerification: true },
      supportedAlgorithmIDs: algorithms,
    })
  })().catch((error: unknown) => {
    throw passkeyRefused(messageOf(error))
  })
  if (!verified.verified) throw passkeyRefused('attestation')
  const { credential, aaguid, credentialDeviceType, credentialBackedUp } = verified.registrationInfo
  if (credential.id !== frame.id) throw passkeyRefused('another id inside')
  if (Buffer.from(credential.id, 'base64url').length > longestId) throw passkeyRefused('a long id')
  return {
    credentialId: credential.id,
    publicKey: Buffer.from(credential.publicKey).toString('base64url'),
    counter: credential.counter,
    aaguid,
    backupEligible: credentialDeviceType === 'multiDevice',
    synced: credentialBackedUp,
  }
}

/**
 * Looks at a signature, with the user verified and present. The client data was looked at before; the count is left to the one statement
 * that writes it, and what authenticators say of backups to its caller.
 *
 * @throws passkeyRefused
 */
export async function verifyAssertion(
  config: Config,
  challenge: string,
  { response, ...frame }: PasskeyAssertion,
  stored: { credential_id: string; public_key: string },
): Promise<{ counter: number; backupEligible: boolean; synced: boolean }> {
  const { rpId, origin } = relyingParty(config)
  const { verifyAuthenticationResponse } = await library()
  const { clientDataJSON, authenticatorData, signature } = response
  const verified = await verifyAuthenticationResponse({
    response: { ...named(frame), response: { clientDataJSON, authenticatorData, signature } },
    ...{ expectedChallenge: challenge, expectedOrigin: origin, expectedRPID: rpId },
    ...{ expectedType: 'webauthn.get', requireUserVerification: true },
    credential: {
      id: stored.credential_id,
      publicKey: new Uint8Array(Buffer.from(stored.public_key, 'base64url')),
      counter: 0,
    },
  }).catch((error: unknown) => {
    throw passkeyRefused(messageOf(error))
  })
  if (!verified.verified) throw passkeyRefused('signature')
  const { newCounter, credentialDeviceType, credentialBackedUp } = verified.authenticationInfo
  return {
    counter: newCounter,
    backupEligible: credentialDeviceType === 'multiDevice',
    synced: credentialBackedUp,
  }
}

const named = ({ id, rawId, type }: { id: string; rawId: string; type: 'public-key' }) => ({
  ...{ id, rawId, type },
  clientExtensionResults: {},
})
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : 'unreadable')
