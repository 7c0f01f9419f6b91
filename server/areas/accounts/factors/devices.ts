import type { Db, Tx } from '../../../db/store.ts'
import type { RequestContext, SignedIn } from '../../../http/context.ts'
import { notFound } from '../../../http/errors.ts'
import { pageLimit, readCursor, toPage } from '../../../http/page.ts'
import { newId } from '../../../lib/id.ts'
import { digestOf, randomText } from '../../../lib/secret.ts'
import { record } from '../../audit/index.ts'
import { readDeviceCookie } from '../session-cookie.ts'

export const trustMs = 30 * 86_400_000

type Asked = RequestContext & { session: SignedIn }

/** The trusted device that the browser is for this account, or null. Its id only: signing in looks again in its transaction. */
export async function findTrustedDevice(ctx: RequestContext, accountId: string): Promise<string | null> {
  const token = readDeviceCookie(ctx, accountId)
  if (!token) return null
  const row = await ctx.store.db
    .selectFrom('trusted_devices')
    .select('id')
    .where('digest', '=', digestOf(token))
    .where('account_id', '=', accountId)
    .where('expires_at', '>', ctx.clock.now())
    .executeTakeFirst()
  return row?.id ?? null
}

/** Signs in by a trusted device. @returns false where it is none any more. */
export async function admitTrustedDevice(tx: Tx, ctx: RequestContext, accountId: string): Promise<boolean> {
  const token = readDeviceCookie(ctx, accountId)
  if (!token) return false
  const now = ctx.clock.now()
  const used = await tx
    .updateTable('trusted_devices')
    .set({ last_used_at: now, ip: ctx.ip, user_agent: ctx.userAgent })
    .where('digest', '=', digestOf(token))
    .where('account_id', '=', accountId)
    .where('expires_at', '>', now)
    .returning('id')
    .executeTakeFirst()
  return used !== undefined
}

/** Trusts this browser for thirty days. @returns what its cookie is to hold, once the transaction is committed. */
export async function trustDevice(tx: Tx, ctx: RequestContext, accountId: string): Promise<string> {
  const now = ctx.clock.now()
  const token = randomText(52)
  const id = newId('tru', now)
  const before = readDeviceCookie(ctx, accountId)
  if (before)
    await tx
      .deleteFrom('trusted_devices')
      .where('digest', '=', digestOf(before))
      .where('account_id', '=', accountId)
      .execute()
  await tx
    .insertInto('trusted_devices')
    .values({
      ...{ digest: digestOf(token), id, account_id: accountId, created_at: now, last_used_at: now },
      ...{ expires_at: now + trustMs, ip: ctx.ip, user_agent: ctx.userAgent },
    })
    .execute()
  await record(tx, ctx, { act: 'trusted_device.added', accountId, target: id, security: true })
  return token
}

/** What was proven by an old password or factor ends with it: trusted devices, sign-ins and set-ups that are under way. */
export async function endTrustOf(tx: Db, accountId: string): Promise<void> {
  await tx.deleteFrom('trusted_devices').where('account_id', '=', accountId).execute()
  await tx.deleteFrom('sign_in_challenges').where('account_id', '=', accountId).execute()
  await tx.deleteFrom('totp_setups').where('account_id', '=', accountId).execute()
}

/** Browsers that this person trusts, the newest first. */
export async function listTrustedDevices(
  ctx: Asked,
  query: { limit?: number | undefined; cursor?: string | undefined },
) {
  const limit = pageLimit(query)
  const cursor = readCursor(query)
  const current = await findTrustedDevice(ctx, ctx.session.accountId)
  const rows = await ctx.store.db
    .selectFrom('trusted_devices')
    .select(['id', 'created_at', 'last_used_at', 'expires_at', 'ip', 'user_agent'])
    .where('account_id', '=', ctx.session.accountId)
    .where('expires_at', '>', ctx.clock.now())
    .$if(cursor !== null, (list) => list.where('id', '<', cursor as string))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  const iso = (ms: number): string => new Date(ms).toISOString()
  return toPage(
    rows,
    limit,
    (row) => row.id,
    (row) => ({
      id: row.id,
      current: row.id === current,
      createdAt: iso(row.created_at),
      lastUsedAt: iso(row.last_used_at),
      expiresAt: iso(row.expires_at),
      ip: row.ip,
      userAgent: row.user_agent,
    }),
  )
}

/** @throws notFound, alike for one that never was and for somebody else's. */
export async function forgetTrustedDevice(ctx: Asked, id: string): Promise<void> {
  const { accountId } = ctx.session
  await ctx.store.transaction(async (tx) => {
    const forgotten = await tx
      .deleteFrom('trusted_devices')
      .where('id', '=', id)
      .where('account_id', '=', accountId)
      .returning('id')
      .executeTakeFirst()
    if (!forgotten) throw notFound()
    await record(tx, ctx, { act: 'trusted_device.removed', accountId, target: id, security: true })
  })
}
