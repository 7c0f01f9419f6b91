import {
  browserSupportsWebAuthnAutofill,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser'
import { ApiError, api, type ReplyOf, type RequestOf } from './api.ts'
import { passkeySupport } from './passkey-support.ts'

/** Where something to sign is asked for. */
type Ask = 'POST /auth/passkey/options' | 'POST /auth/confirm/passkey' | 'POST /auth/second-factor/passkey'
export type Signed = RequestOf<'POST /auth/passkey/verify'>['body']['passkey']
export type Made = RequestOf<'POST /me/passkeys'>['body']['passkey']

/** What the browser says, in our words. Whoever closes its dialog, or has none of the passkeys, is told the same: it does not say which. */
function problemOf(error: unknown): ApiError {
  if (error instanceof ApiError) return error
  const name = error instanceof Error ? error.name : ''
  if (name === 'InvalidStateError') return new ApiError(0, 'passkey_exists')
  if (name === 'SecurityError') return new ApiError(0, 'passkey_insecure')
  if (name === 'NotSupportedError') return new ApiError(0, 'passkey_unsupported')
  return new ApiError(0, name === 'AbortError' ? 'passkey_aborted' : 'passkey_cancelled')
}

function expectSupport(): void {
  const support = passkeySupport()
  if (support !== 'works') throw new ApiError(0, `passkey_${support}`)
}

/** Asks the server what to sign, and the person to sign it. @throws ApiError; `passkey_aborted` where another one began. */
export async function signPasskey(ask: Ask, { autofill = false } = {}): Promise<Signed> {
  expectSupport()
  const options = await api(ask)
  try {
    return (await startAuthentication({
      optionsJSON: options as PublicKeyCredentialRequestOptionsJSON,
      useBrowserAutofill: autofill,
    })) as Signed
  } catch (error) {
    throw problemOf(error)
  }
}

/** Whether the browser offers passkeys where a name is typed. */
export async function autofillWorks(): Promise<boolean> {
  return passkeySupport() === 'works' && (await browserSupportsWebAuthnAutofill().catch(() => false))
}

/** Makes a passkey. @throws ApiError */
export async function makePasskey(): Promise<Made> {
  expectSupport()
  const options: ReplyOf<'POST /me/passkeys/options'> = await api('POST /me/passkeys/options')
  try {
    return (await startRegistration({
      optionsJSON: options as PublicKeyCredentialCreationOptionsJSON,
    })) as Made
  } catch (error) {
    throw problemOf(error)
  }
}

/** The Signal API of WebAuthn, level 3: browsers that have it forget what we no longer know. */
type Signals = {
  signalUnknownCredential?: (of: { rpId: string; credentialId: string }) => Promise<void>
  signalAllAcceptedCredentials?: (of: {
    rpId: string
    userId: string
    allAcceptedCredentialIds: string[]
  }) => Promise<void>
}
const signals = (): Signals =>
  'PublicKeyCredential' in window ? (PublicKeyCredential as unknown as Signals) : {}

/** A passkey that was used and that nobody has. */
export async function signalUnknown(credentialId: string): Promise<void> {
  await signals()
    .signalUnknownCredential?.({ rpId: location.hostname, credentialId })
    .catch(() => {})
}

/** All that the account has now. @param accountId as we name it; authenticators keep it as bytes. */
export async function signalAll(accountId: string, credentialIds: string[]): Promise<void> {
  const userId = btoa(accountId).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
  await signals()
    .signalAllAcceptedCredentials?.({
      ...{ rpId: location.hostname, userId },
      allAcceptedCredentialIds: credentialIds,
    })
    .catch(() => {})
}
