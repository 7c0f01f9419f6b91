import { notFound } from '../../../http/errors.ts'
import { pageLimit, readCursor, toPage } from '../../../http/page.ts'
import { record } from '../../audit/index.ts'
import { tellPerson } from '../addresses/tell.ts'
import { type Asked, type Changed, factorChanged } from '../factors/changed.ts'
import { expectWayInLeft } from '../factors/ways-in.ts'
import { holdOwn } from '../hold-own.ts'
import { passkeyFields, presentPasskey } from './present.ts'
import { passkeysPage } from './prove.ts'

/** One's own passkeys, the newest first, whether or not the operator has them switched on (rule 23). */
export async function listPasskeys(
  ctx: Asked,
  query: { limit?: number | undefined; cursor?: string | undefined },
) {
  const limit = pageLimit(query)
  const cursor = readCursor(query)
  const rows = await ctx.store.db
    .selectFrom('passkeys')
    .select(passkeyFields)
    .where('account_id', '=', ctx.session.accountId)
    .$if(cursor !== null, (list) => list.where('id', '<', cursor as string))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  return toPage(
    rows,
    limit,
    (row) => row.id,
    (row) => presentPasskey(row, ctx.config),
  )
}

/** @throws notFound, alike for one that never was and for somebody else's. */
export async function findPasskey(ctx: Asked, id: string) {
  const row = await ctx.store.db
    .selectFrom('passkeys')
    .select(passkeyFields)
    .where('id', '=', id)
    .where('account_id', '=', ctx.session.accountId)
    .executeTakeFirst()
  if (!row) throw notFound()
  return presentPasskey(row, ctx.config)
}

/** @throws notFound */
export async function renamePasskey(ctx: Asked, id: string, name: string) {
  const { accountId } = ctx.session
  await ctx.store.transaction(async (tx) => {
    const renamed = await tx
      .updateTable('passkeys')
      .set({ name })
      .where('id', '=', id)
      .where('account_id', '=', accountId)
      .returning('id')
      .executeTakeFirst()
    if (!renamed) throw notFound()
    await record(tx, ctx, { act: 'passkey.renamed', accountId, target: id, security: true })
  })
  return findPasskey(ctx, id)
}

/**
 * Deletes a passkey: it opens nothing from here on (rule 28), and all other sessions end with it (rule 10).
 *
 * @throws notFound; lastWayIn where nothing would be left to sign in with; sessionRequired
 */
export async function removePasskey(ctx: Asked, id: string): Promise<Changed> {
  const { accountId } = ctx.session
  return ctx.store.transaction(async (tx) => {
    await holdOwn(tx, ctx)
    const removed = await tx
      .deleteFrom('passkeys')
      .where('id', '=', id)
      .where('account_id', '=', accountId)
      .returning('name')
      .executeTakeFirst()
    if (!removed) throw notFound()
    await expectWayInLeft(tx, ctx, accountId)
    const changed = await factorChanged(tx, ctx)
    const { endedSessions } = changed
    await record(tx, ctx, {
      ...{ act: 'passkey.removed', accountId, target: id, security: true, details: { endedSessions } },
    })
    const { name } = removed
    await tellPerson(tx, ctx, accountId, { kind: 'passkey_removed', params: { name }, path: passkeysPage })
    return changed
  })
}
