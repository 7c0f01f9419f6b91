import type { z } from 'zod'
import type { passkeyView } from '../../../../contract/passkeys.ts'
import type { PasskeyRow } from '../../../db/schema.ts'
import { providerOf } from './providers.ts'
import { relyingParty } from './relying-party.ts'

export const passkeyFields = [
  ...(['id', 'credential_id', 'name', 'aaguid', 'synced', 'rp_id'] as const),
  ...(['created_at', 'last_used_at'] as const),
] as const
type Shown = Pick<PasskeyRow, (typeof passkeyFields)[number]>

/** The public shape of a passkey: neither its key nor its count. */
export function presentPasskey(row: Shown, config: { publicUrl: string }): z.input<typeof passkeyView> {
  return {
    id: row.id,
    credentialId: row.credential_id,
    name: row.name,
    provider: providerOf(row.aaguid),
    synced: row.synced === 1,
    rpId: row.rp_id,
    stranded: row.rp_id !== relyingParty(config).rpId,
    createdAt: new Date(row.created_at).toISOString(),
    lastUsedAt: row.last_used_at === null ? null : new Date(row.last_used_at).toISOString(),
  }
}
