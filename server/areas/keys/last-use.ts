import { sql } from 'kysely'
import type { Db } from '../../db/store.ts'
import type { Deps } from '../../deps.ts'
import { recordedIp } from './recorded-ip.ts'

const everyMs = 60_000
const delayMs = 250
const perTransaction = 100

type Use = { at: number; address: string | null }

export type LastUse = {
  note(keyId: string, address: string | null): void
  flush(): Promise<void>
  close(): Promise<void>
}

/** Notes when keys were last used, beside the calls: at most one write a minute for each key, many keys to a commit. */
export function createLastUse({ store, clock, log }: Pick<Deps, 'store' | 'clock' | 'log'>): LastUse {
  const noted = new Map<string, number>()
  let pending = new Map<string, Use>()
  let timer: NodeJS.Timeout | null = null
  let writing: Promise<void> = Promise.resolve()

  async function write(uses: [string, Use][]): Promise<void> {
    for (let start = 0; start < uses.length; start += perTransaction) {
      const some = uses.slice(start, start + perTransaction)
      await store.transaction(async (tx) => {
        for (const [keyId, use] of some) await writeUse(tx, keyId, use)
      })
    }
  }

  function flush(): Promise<void> {
    if (timer) clearTimeout(timer)
    timer = null
    // In order of id, so that two nodes cannot wait for each other.
    const uses = [...pending].sort(([one], [other]) => (one < other ? -1 : 1))
    pending = new Map()
    const old = clock.now() - everyMs
    for (const [keyId, at] of noted) if (at <= old) noted.delete(keyId)
    writing = writing
      .then(() => write(uses))
      .catch((error: unknown) => log.warn({ err: error }, 'the last use of keys was not written'))
    return writing
  }

  return {
    note(keyId, address) {
      const now = clock.now()
      const last = noted.get(keyId)
      if (last !== undefined && now - last < everyMs) return
      noted.set(keyId, now)
      pending.set(keyId, { at: now, address })
      if (!timer) timer = setTimeout(flush, delayMs).unref()
    },
    flush,
    close: flush,
  }
}

/** The policy is asked in the statement itself: one that was switched off since the call lets no address through. */
async function writeUse(tx: Db, keyId: string, { at, address }: Use): Promise<void> {
  const full = recordedIp('full', address)
  const truncated = recordedIp('truncated', address)
  await tx
    .updateTable('api_keys')
    .set({
      last_used_at: at,
      last_used_ip: sql<
        string | null
      >`(select case record_ip when 'full' then ${full} when 'truncated' then ${truncated} end
        from policies where policies.organization_id = api_keys.organization_id)`,
    })
    .where('id', '=', keyId)
    .where((where) =>
      where.or([where('last_used_at', 'is', null), where('last_used_at', '<=', at - everyMs)]),
    )
    .execute()
}
