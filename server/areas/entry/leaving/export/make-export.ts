import { randomUUID } from 'node:crypto'
import type { Deps } from '../../../../deps.ts'
import { findPerson, inWords } from '../../../accounts/index.ts'
import { queueMail } from '../../../mail/index.ts'
import { writeArchive } from './write-archive.ts'

const leaseMs = 60_000
const keptMs = 7 * 86_400_000
const tries = 3

/** Makes the archives that were asked for, on whichever node comes first; one that a node left half done is begun anew by another. */
export async function makeExports(deps: Deps): Promise<void> {
  const { store, clock } = deps
  for (;;) {
    const now = clock.now()
    const open = await store.db
      .selectFrom('exports')
      .select('id')
      .where('state', 'in', ['asked', 'running'])
      .where((eb) => eb.or([eb('leased_until', 'is', null), eb('leased_until', '<=', now)]))
      .orderBy('created_at')
      .limit(1)
      .executeTakeFirst()
    if (!open) return
    await makeOne(deps, open.id)
  }
}

async function makeOne(deps: Deps, id: string): Promise<void> {
  const { store, clock, log } = deps
  const lease = randomUUID()
  const now = clock.now()
  const claimed = await store.db
    .updateTable('exports')
    .set((eb) => ({
      ...{ state: 'running', lease, leased_until: now + leaseMs, done: 0, whole: 0 },
      attempts: eb('attempts', '+', 1),
    }))
    .where('id', '=', id)
    .where('state', 'in', ['asked', 'running'])
    .where((eb) => eb.or([eb('leased_until', 'is', null), eb('leased_until', '<=', now)]))
    .returning(['account_id', 'attempts'])
    .executeTakeFirst()
  if (!claimed) return
  const held = () =>
    store.db
      .updateTable('exports')
      .where('id', '=', id)
      .where('lease', '=', lease)
      .where('state', '=', 'running')
      .returning('id')
  try {
    // What ends its process each time is given up.
    if (claimed.attempts > tries) throw new Error('It was begun too often')
    await store.db.deleteFrom('export_parts').where('export_id', '=', id).execute()
    let seq = 0
    const bytes = await writeArchive(
      deps,
      claimed.account_id,
      async (piece) => {
        const content = piece.toString('base64')
        await store.db.insertInto('export_parts').values({ export_id: id, seq, content }).execute()
        seq += 1
      },
      async ({ done, whole }) => {
        const still = await held()
          .set({ done, whole, leased_until: clock.now() + leaseMs })
          .executeTakeFirst()
        if (!still) throw new Error('Another node has this archive, or nobody wants it any more')
      },
    )
    await finish(deps, { id, lease, accountId: claimed.account_id, bytes })
  } catch (err) {
    log.error({ export: id, err }, 'an archive could not be made')
    const ended = { state: 'failed', reason: 'failed', lease: null, leased_until: null }
    const failed = await held()
      .set({ ...ended, ended_at: clock.now() })
      .executeTakeFirst()
    if (failed) await store.db.deleteFrom('export_parts').where('export_id', '=', id).execute()
  }
}

type Finished = { id: string; lease: string; accountId: string; bytes: number }

async function finish(deps: Deps, { id, lease, accountId, bytes }: Finished): Promise<void> {
  const { store, clock } = deps
  await store.transaction(async (tx) => {
    const now = clock.now()
    const expires = now + keptMs
    const ready = await tx
      .updateTable('exports')
      .set((eb) => ({
        ...{ state: 'ready', bytes, lease: null, leased_until: null, ended_at: now, expires_at: expires },
        done: eb.ref('whole'),
      }))
      .where('id', '=', id)
      .where('lease', '=', lease)
      .where('state', '=', 'running')
      .returning('id')
      .executeTakeFirst()
    if (!ready) throw new Error('Another node has this archive')
    const person = await findPerson(tx, accountId)
    if (!person?.email || person.email_verified_at === null) return
    const locale = person.locale === 'zh' ? 'zh' : 'en'
    await queueMail(tx, deps, {
      ...{ to: person.email, kind: 'export_ready', accountId, locale, path: '/personal/account/export' },
      params: { username: person.username, time: inWords(expires, locale, person.time_zone) },
    })
  })
}

/** Takes archives away whose week is over; that they were stays on the page. */
export async function sweepExports({ store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<void> {
  const over = await store.db
    .updateTable('exports')
    .set({ state: 'expired' })
    .where('state', '=', 'ready')
    .where('expires_at', '<=', clock.now())
    .returning('id')
    .execute()
  for (const { id } of over) await store.db.deleteFrom('export_parts').where('export_id', '=', id).execute()
}
