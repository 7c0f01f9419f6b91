import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import type { PasskeyAssertion } from '../../contract/passkey-proof.ts'
import type {
  PasskeyCreationOptions,
  PasskeyRegistration,
  PasskeyRequestOptions,
} from '../../contract/passkeys.ts'

/** Bits of the authenticator data's flags (WebAuthn 6.1). */
export const flag = { present: 1, verified: 4, backupEligible: 8, backedUp: 16, attested: 64 } as const

/** What an attacker, or a browser that is not ours, would write instead. */
export type Forged = {
  clientData?: Record<string, unknown>
  /** The host whose hash is signed. */
  rpId?: string
  flags?: number
  counter?: number
  /** Signs in place of the passkey's own. */
  key?: KeyObject
  userHandle?: string | null
  id?: string
}

/** A passkey in software: P-256, with what its authenticator keeps of it. */
export type SoftwarePasskey = {
  credentialId: string
  key: KeyObject
  userHandle: string
  counter: number
  flags: number
}

const origin = 'http://localhost:3000'
const sha256 = (data: string | Buffer): Buffer => createHash('sha256').update(data).digest()

// The little of CBOR (RFC 8949) that an attestation needs.
function head(major: number, value: number): Buffer {
  if (value < 24) return Buffer.from([(major << 5) | value])
  if (value < 256) return Buffer.from([(major << 5) | 24, value])
  return Buffer.from([(major << 5) | 25, value >> 8, value & 255])
}
type Cbor = number | string | Buffer | Map<number | string, Cbor>
function cbor(value: Cbor): Buffer {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value)
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value])
  return Buffer.concat([head(5, value.size), ...[...value].flatMap(([name, one]) => [cbor(name), cbor(one)])])
}

function coseOf(publicKey: KeyObject): Buffer {
  const { x, y } = publicKey.export({ format: 'jwk' })
  const bytes = (part: string | undefined): Buffer => Buffer.from(part as string, 'base64url')
  return cbor(
    new Map<number, Cbor>([
      ...([
        [1, 2],
        [3, -7],
        [-1, 1],
      ] as [number, Cbor][]),
      ...([
        [-2, bytes(x)],
        [-3, bytes(y)],
      ] as [number, Cbor][]),
    ]),
  )
}

function authenticatorData(rpId: string, flags: number, counter: number): Buffer {
  const count = Buffer.alloc(4)
  count.writeUInt32BE(counter)
  return Buffer.concat([sha256(rpId), Buffer.from([flags]), count])
}

const clientDataOf = (type: string, challenge: string, forged: Forged): Buffer =>
  Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false, ...forged.clientData }))

/** Makes a passkey and what a browser would send of it. `aaguid` in hex, without dashes. */
export function createPasskey(
  options: PasskeyCreationOptions,
  {
    counter = 0,
    flags = flag.present | flag.verified,
    aaguid = '00'.repeat(16),
    credentialId = randomBytes(32).toString('base64url'),
    attestation = { fmt: 'none', attStmt: new Map() } as { fmt: string; attStmt: Map<string, Cbor> },
    forged = {} as Forged,
  } = {},
): { passkey: SoftwarePasskey; response: PasskeyRegistration } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const id = Buffer.from(credentialId, 'base64url')
  const attested = Buffer.concat([
    Buffer.from(aaguid, 'hex'),
    ...[Buffer.from([id.length >> 8, id.length & 255]), id, coseOf(publicKey)],
  ])
  const authData = Buffer.concat([
    authenticatorData(forged.rpId ?? options.rp.id, (forged.flags ?? flags) | flag.attested, counter),
    attested,
  ])
  const clientData = clientDataOf('webauthn.create', options.challenge, forged)
  const { fmt, attStmt } = attestation
  const attestationObject = cbor(
    new Map<string, Cbor>([
      ['fmt', fmt],
      ['attStmt', attStmt],
      ['authData', authData],
    ]),
  )
  const name = forged.id ?? credentialId
  return {
    passkey: { credentialId, key: privateKey, userHandle: options.user.id, counter, flags },
    response: {
      ...{ id: name, rawId: name, type: 'public-key', clientExtensionResults: {} },
      response: {
        clientDataJSON: clientData.toString('base64url'),
        attestationObject: attestationObject.toString('base64url'),
        transports: ['internal', 'hybrid', 'carrier pigeon'],
      },
    },
  }
}

/** Signs a challenge as a browser would ask the authenticator to; each use counts up where the passkey counts. */
export function signedBy(
  passkey: SoftwarePasskey,
  options: PasskeyRequestOptions,
  forged: Forged = {},
): PasskeyAssertion {
  if (passkey.counter > 0 && forged.counter === undefined) passkey.counter += 1
  const data = authenticatorData(
    forged.rpId ?? options.rpId,
    forged.flags ?? passkey.flags,
    forged.counter ?? passkey.counter,
  )
  const clientData = clientDataOf('webauthn.get', options.challenge, forged)
  const signature = sign('sha256', Buffer.concat([data, sha256(clientData)]), forged.key ?? passkey.key)
  const id = forged.id ?? passkey.credentialId
  const { userHandle = passkey.userHandle } = forged
  return {
    ...{ id, rawId: id, type: 'public-key', clientExtensionResults: {} },
    response: {
      clientDataJSON: clientData.toString('base64url'),
      authenticatorData: data.toString('base64url'),
      signature: signature.toString('base64url'),
      ...(userHandle === null ? {} : { userHandle }),
    },
  }
}
