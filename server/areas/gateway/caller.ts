import { bearerOf, type KeyRecord, type KeyVerifier, recordedIp, type VerifiedKey } from '../keys/index.ts'
import {
  disabledApiKey,
  expiredApiKey,
  type GatewayError,
  invalidApiKey,
  ipNotAllowed,
  missingApiKey,
  revokedApiKey,
} from './wire/errors.ts'

/** On whose behalf a call runs: an API key, or a member in the playground. */
export type Caller = {
  readonly keyId: string
  readonly organizationId: string
  readonly accountId: string
  /** What records may keep of the client's address, by the organization's policy. */
  readonly ip: string | null
  readonly acceptUnpricedModels: boolean
  readonly mayCall: boolean
  readonly mayList: boolean
  /** Null: every model. */
  readonly models: ReadonlySet<string> | null
}

/** `caller` of a refusal is set where the key is known: its refused calls are recorded too. */
export type Identified =
  | { ok: true; caller: Caller }
  | { ok: false; error: GatewayError; caller: Caller | null }

const refusals = {
  invalid_api_key: invalidApiKey,
  expired_api_key: expiredApiKey,
  disabled_api_key: disabledApiKey,
  revoked_api_key: revokedApiKey,
} as const

function callerOf(key: KeyRecord, address: string): Caller {
  return {
    keyId: key.keyId,
    organizationId: key.organizationId,
    accountId: key.accountId,
    ip: recordedIp(key.policy.recordIp, address),
    acceptUnpricedModels: key.policy.acceptUnpricedModels,
    mayCall: key.scopes.has('models:call'),
    mayList: key.scopes.has('models:read') || key.scopes.has('models:call'),
    models: key.models,
  }
}

function judge(verifier: KeyVerifier, verified: VerifiedKey, address: string): Identified {
  if (!verified.ok) {
    const error = (refusals[verified.code as keyof typeof refusals] ?? invalidApiKey)()
    return { ok: false, error, caller: verified.key ? callerOf(verified.key, address) : null }
  }
  const caller = callerOf(verified.key, address)
  if (verified.key.networks && !verified.key.networks.has(address))
    return { ok: false, error: ipNotAllowed(), caller }
  verifier.noteUse(caller.keyId, address)
  return { ok: true, caller }
}

/** Who calls, by the API key of the request; at once for a key in memory. */
export function identifyCaller(
  verifier: KeyVerifier,
  { authorization, address }: { authorization: string | undefined; address: string },
): Identified | Promise<Identified> {
  const secret = bearerOf(authorization)
  if (secret === undefined) return { ok: false, error: missingApiKey(), caller: null }
  const verified = verifier.verify(secret)
  return verified instanceof Promise
    ? verified.then((one) => judge(verifier, one, address))
    : judge(verifier, verified, address)
}
