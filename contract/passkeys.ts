import { z } from 'zod'
import { sessionView } from './auth.ts'
import { idParams, line, pageOf, pageQuery, timestamp } from './common.ts'
import { endpoint } from './endpoint.ts'
import { base64url, credentialFrame, passkeyAssertion } from './passkey-proof.ts'

/** What made a passkey, as far as its AAGUID says. The name is a product's own and is not translated. */
const provider = z.object({ id: z.string(), name: z.string() })

export const passkeyView = z.object({
  id: z.string(),
  /** base64url, as the browser knows it. */
  credentialId: z.string(),
  name: z.string(),
  provider: provider.nullable(),
  /** Whether it is backed up, by what was said at its last use. */
  synced: z.boolean(),
  /** The host that it was made for. */
  rpId: z.string(),
  /** Made for another address of this installation: no browser offers it here. */
  stranded: z.boolean(),
  createdAt: timestamp,
  lastUsedAt: timestamp.nullable(),
})
export type PasskeyView = z.infer<typeof passkeyView>

const descriptor = z.object({
  id: z.string(),
  type: z.literal('public-key'),
  transports: z.array(z.string()),
})
/** For `navigator.credentials.get`, as JSON. */
const requestOptions = z.object({
  challenge: z.string(),
  timeout: z.number().int(),
  rpId: z.string(),
  allowCredentials: z.array(descriptor),
  userVerification: z.literal('required'),
})
/** For `navigator.credentials.create`, as JSON. */
const creationOptions = z.object({
  rp: z.object({ id: z.string(), name: z.string() }),
  user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
  challenge: z.string(),
  pubKeyCredParams: z.array(z.object({ type: z.literal('public-key'), alg: z.number().int() })),
  timeout: z.number().int(),
  excludeCredentials: z.array(descriptor),
  authenticatorSelection: z.object({
    residentKey: z.literal('required'),
    requireResidentKey: z.literal(true),
    userVerification: z.literal('required'),
  }),
  attestation: z.literal('none'),
})
export type PasskeyRequestOptions = z.infer<typeof requestOptions>
export type PasskeyCreationOptions = z.infer<typeof creationOptions>

/** What a browser answers to `navigator.credentials.create`, as its `toJSON` writes it. */
export const passkeyRegistration = z.strictObject({
  ...credentialFrame,
  response: z.strictObject({
    clientDataJSON: base64url(8000),
    attestationObject: base64url(32_000),
    transports: z.array(z.string().max(40)).max(10).optional(),
    // Said again beside the attestation by some browsers; not looked at.
    authenticatorData: z.string().max(32_000).optional(),
    publicKey: z.string().max(32_000).nullish(),
    publicKeyAlgorithm: z.number().int().nullish(),
  }),
})
export type PasskeyRegistration = z.infer<typeof passkeyRegistration>

/** Every change of a factor: other sessions have ended, this one goes on under a new cookie. */
const changed = { confirmedUntil: timestamp.nullable(), endedSessions: z.number().int() }
const access = { kind: 'session', confirm: true } as const
const name = line(80)

export const passkeys = {
  signInOptions: endpoint({
    method: 'POST',
    path: '/auth/passkey/options',
    access: { kind: 'public' },
    summary:
      'Begin to sign in with a passkey. It takes no name: the passkey says whose it is, so nothing is told of who has one',
    reply: requestOptions,
  }),
  signIn: endpoint({
    method: 'POST',
    path: '/auth/passkey/verify',
    access: { kind: 'public' },
    summary: 'Sign in with a passkey, in the browser that began it; no second step follows',
    body: z.strictObject({ passkey: passkeyAssertion }),
    reply: sessionView,
  }),
  secondFactorOptions: endpoint({
    method: 'POST',
    path: '/auth/second-factor/passkey',
    access: { kind: 'public' },
    summary: 'Begin the second step of signing in with a passkey; it goes with the cookie of the first step',
    reply: requestOptions,
  }),
  confirmOptions: endpoint({
    method: 'POST',
    path: '/auth/confirm/passkey',
    access: { kind: 'session' },
    summary: 'Begin to confirm with a passkey of mine',
    reply: requestOptions,
  }),
  list: endpoint({
    method: 'GET',
    path: '/me/passkeys',
    access: { kind: 'session' },
    summary: 'My passkeys, the newest first; also while the operator has them switched off',
    query: z.strictObject({ ...pageQuery }),
    reply: pageOf(passkeyView),
  }),
  options: endpoint({
    method: 'POST',
    path: '/me/passkeys/options',
    access,
    summary: 'Begin to add a passkey; good for five minutes, once, in this session',
    reply: creationOptions,
  }),
  create: endpoint({
    method: 'POST',
    path: '/me/passkeys',
    access,
    summary: 'Add the passkey that the browser made, which ends my other sessions',
    body: z.strictObject({ name: name.optional(), passkey: passkeyRegistration }),
    reply: z.object({ passkey: passkeyView, ...changed }),
    status: 201,
  }),
  rename: endpoint({
    method: 'PATCH',
    path: '/me/passkeys/{id}',
    access,
    summary: 'Give a passkey another name',
    params: idParams,
    body: z.strictObject({ name }),
    reply: passkeyView,
  }),
  remove: endpoint({
    method: 'DELETE',
    path: '/me/passkeys/{id}',
    access,
    summary:
      'Delete a passkey, which ends my other sessions; refused where nothing would be left to sign in with. Also while they are switched off',
    params: idParams,
    reply: z.object(changed),
  }),
}
