import type { Announcement } from '../../db/store.ts'
import type { Deps } from '../../deps.ts'
import { digestOf, sameDigest } from '../../lib/secret.ts'
import type { KeyRefusalCode } from './errors.ts'
import { createLastUse } from './last-use.ts'
import { type KeyRecord, type LoadedKey, readKey } from './record.ts'
import { claimedKeyId, mayBeKeyId } from './secret.ts'
import { statusOf } from './status.ts'

/** What a verification answers. `key` of a refusal says whose call it was, where the secret proved that. */
export type VerifiedKey =
  | { readonly ok: true; readonly key: KeyRecord }
  | { readonly ok: false; readonly code: KeyRefusalCode; readonly key: KeyRecord | null }

export type KeyVerifier = {
  /**
   * Whether a secret is good now. Answers at once, without a promise, for a key that is in memory; the key of any other is read once,
   * however many ask. Rejects when the database does not answer: nobody gets in then.
   */
  verify(secret: string | undefined): VerifiedKey | Promise<VerifiedKey>
  /** Remembers that a key was used; written later, at most once a minute per key, the address only as the policy says. */
  noteUse(keyId: string, address: string | null): void
  /** Writes what was noted until now. */
  flush(): Promise<void>
  close(): Promise<void>
}

type Entry = LoadedKey & { readonly accepted: VerifiedKey; usedSinceLook: boolean }
type Flight = { heard: Announcement[]; entry: Promise<Entry | null> }

const invalid: VerifiedKey = { ok: false, code: 'invalid_api_key', key: null }
const refusals = {
  revoked: 'revoked_api_key',
  disabled: 'disabled_api_key',
  expired: 'expired_api_key',
} as const

/** Whether what was announced can have changed a key. */
function concerns({ kind, id }: Announcement, keyId: string, record: KeyRecord | undefined): boolean {
  if (kind === 'key') return id === null || id === keyId
  if (kind === 'organization') return id === null || id === record?.organizationId
  if (kind === 'account') return id === null || id === record?.accountId
  return false
}

/**
 * Checks API keys in memory: digest → parsed record. An announcement drops what it concerns at once; expiry goes by the clock at each
 * verification.
 *
 * @param most keys kept; beyond it the ones that were not used lately go.
 */
export function createKeyVerifier(
  deps: Pick<Deps, 'store' | 'clock' | 'log'>,
  { most = 50_000 }: { most?: number } = {},
): KeyVerifier {
  const { store, clock } = deps
  const entries = new Map<string, Entry>()
  const flights = new Map<string, Flight>()
  const lastUse = createLastUse(deps)

  const stopHearing = store.onAnnouncement((announcement) => {
    const { kind, id } = announcement
    if (kind !== 'key' && kind !== 'organization' && kind !== 'account') return
    for (const flight of flights.values()) flight.heard.push(announcement)
    if (id === null) entries.clear()
    else if (kind === 'key') entries.delete(id)
    else
      for (const [keyId, entry] of entries) {
        if (concerns(announcement, keyId, entry.record)) entries.delete(keyId)
      }
  })

  function judge(entry: Entry, secret: string): VerifiedKey {
    const now = clock.now()
    const digest = digestOf(secret)
    for (const one of entry.secrets) {
      if (!sameDigest(one.digest, digest) || (one.expiresAt !== null && one.expiresAt <= now)) continue
      const status = statusOf(entry.record, now)
      return status === 'active' ? entry.accepted : { ok: false, code: refusals[status], key: entry.record }
    }
    return invalid
  }

  function keep(keyId: string, entry: Entry): void {
    entries.set(keyId, entry)
    if (entries.size <= most) return
    // Second chance: a hit only sets a flag, which costs less than moving the key to the end each time.
    for (const [oldId, old] of entries) {
      entries.delete(oldId)
      if (!old.usedSinceLook) return
      old.usedSinceLook = false
      entries.set(oldId, old)
    }
  }

  async function read(keyId: string, flight: Flight): Promise<Entry | null> {
    // What was read before an announcement came may be stale: it is read again, and neither kept nor answered.
    for (;;) {
      flight.heard = []
      const loaded = await readKey(store.db, keyId)
      if (flight.heard.some((one) => concerns(one, keyId, loaded?.record))) continue
      if (!loaded) return null
      const entry: Entry = { ...loaded, accepted: { ok: true, key: loaded.record }, usedSinceLook: false }
      keep(keyId, entry)
      return entry
    }
  }

  function load(keyId: string): Promise<Entry | null> {
    const running = flights.get(keyId)
    if (running) return running.entry
    const flight: Flight = { heard: [], entry: Promise.resolve(null) }
    flight.entry = read(keyId, flight).finally(() => flights.delete(keyId))
    flights.set(keyId, flight)
    return flight.entry
  }

  return {
    verify(secret) {
      if (secret === undefined) return invalid
      const entry = entries.get(mayBeKeyId(secret))
      if (entry) {
        entry.usedSinceLook = true
        return judge(entry, secret)
      }
      const keyId = claimedKeyId(secret)
      if (keyId === null) return invalid
      return load(keyId).then((loaded) => (loaded ? judge(loaded, secret) : invalid))
    },
    noteUse: lastUse.note,
    flush: lastUse.flush,
    async close() {
      stopHearing()
      await lastUse.close()
    },
  }
}
