import { Readable } from 'node:stream'
import type { Selectable } from 'kysely'
import type { z } from 'zod'
import type { exportStates, exportView } from '../../../../../contract/leaving.ts'
import type { ExportRow } from '../../../../db/schema.ts'
import { isUniqueViolation } from '../../../../db/sql.ts'
import type { Store } from '../../../../db/store.ts'
import type { RequestContext, SignedIn } from '../../../../http/context.ts'
import { countTry } from '../../../../http/limits.ts'
import { newId } from '../../../../lib/id.ts'
import { holdOwn } from '../../../accounts/index.ts'
import { record } from '../../../audit/index.ts'
import { exportRunning } from '../errors.ts'

type Asked = RequestContext & { session: SignedIn }
type Row = Selectable<ExportRow>

const kept = 3
const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString())

/** The public shape of an archive. */
export function presentExport(row: Row): z.input<typeof exportView> {
  return {
    id: row.id,
    state: row.state as (typeof exportStates)[number],
    done: row.done,
    whole: row.whole,
    bytes: row.bytes,
    createdAt: new Date(row.created_at).toISOString(),
    endedAt: iso(row.ended_at),
    expiresAt: iso(row.expires_at),
  }
}

/** Asks for an archive: one at a time, which the database decides; of older ones the last few stay. @throws exportRunning */
export async function askExport(ctx: Asked): Promise<Row> {
  const { accountId } = ctx.session
  await countTry(ctx, [{ name: 'export', key: accountId, tries: 10, seconds: 86_400 }])
  const now = ctx.clock.now()
  const id = newId('exp', now)
  const empty = { lease: null, leased_until: null, reason: null, ended_at: null, expires_at: null }
  try {
    return await ctx.store.transaction(async (tx) => {
      await holdOwn(tx, ctx)
      const row = { id, account_id: accountId, state: 'asked', created_at: now, ...empty }
      const asked = await tx.insertInto('exports').values(row).returningAll().executeTakeFirstOrThrow()
      const older = await tx
        .selectFrom('exports')
        .select('id')
        .where('account_id', '=', accountId)
        .orderBy('id', 'desc')
        .offset(kept)
        .limit(100)
        .execute()
      if (older.length > 0)
        await tx
          .deleteFrom('exports')
          .where(
            'id',
            'in',
            older.map((one) => one.id),
          )
          .execute()
      await record(tx, ctx, { act: 'account.export_asked', accountId, target: id, security: true })
      return asked
    })
  } catch (error) {
    if (isUniqueViolation(error)) throw exportRunning()
    throw error
  }
}

export async function listExports({ store, session }: Asked): Promise<Row[]> {
  return store.db
    .selectFrom('exports')
    .selectAll()
    .where('account_id', '=', session.accountId)
    .orderBy('id', 'desc')
    .limit(kept)
    .execute()
}

/** One's own archive that can be downloaded now, by the clock; null otherwise. */
export async function findReady({ store, session, clock }: Asked, id: string): Promise<Row | null> {
  const row = await store.db
    .selectFrom('exports')
    .selectAll()
    .where('id', '=', id)
    .where('account_id', '=', session.accountId)
    .where('state', '=', 'ready')
    .where('expires_at', '>', clock.now())
    .executeTakeFirst()
  return row ?? null
}

/** Its bytes, one part in memory at a time. */
export function readParts(store: Store, exportId: string): Readable {
  async function* parts() {
    for (let seq = 0; ; seq += 1) {
      const row = await store.reads
        .selectFrom('export_parts')
        .select('content')
        .where('export_id', '=', exportId)
        .where('seq', '=', seq)
        .executeTakeFirst()
      if (!row) return
      yield Buffer.from(row.content, 'base64')
    }
  }
  return Readable.from(parts())
}
