import type { Gate } from '../../http/access.ts'
import { ipNotAllowed, keyRefused } from './errors.ts'
import type { KeyVerifier } from './verifier.ts'

/** The secret of an `Authorization: Bearer …` header, or undefined. */
export function bearerOf(authorization: string | undefined): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1]
}

/** How the console API knows a program by its key. The gateway asks the verifier itself and answers in its own shapes. */
export function keyGate(verifier: KeyVerifier): Gate['key'] {
  return async (ctx, authorization) => {
    const verified = await verifier.verify(bearerOf(authorization))
    if (!verified.ok) throw keyRefused(verified.code)
    const { key } = verified
    if (key.networks && !key.networks.has(ctx.ip)) throw ipNotAllowed()
    verifier.noteUse(key.keyId, ctx.ip)
    return {
      keyId: key.keyId,
      organizationId: key.organizationId,
      organizationSlug: key.organizationSlug,
      accountId: key.accountId,
      scopes: [...key.scopes],
      expiresAt: key.expiresAt,
    }
  }
}
