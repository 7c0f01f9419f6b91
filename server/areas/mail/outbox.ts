import { sql } from 'kysely'
import type { z } from 'zod'
import type { mailView } from '../../../contract/mail.ts'
import type { Db, Tx } from '../../db/store.ts'
import type { RequestContext, SignedIn } from '../../http/context.ts'
import { pageLimit, readCursor, toPage } from '../../http/page.ts'
import { digestOf } from '../../lib/secret.ts'
import { record } from '../audit/index.ts'
import { linkSpent, mailInHand } from './errors.ts'
import { type LinkPurpose, linkLives } from './links.ts'
import { type MailContent, placeOf } from './queue.ts'

type Operator = RequestContext & { session: SignedIn }
type View = z.input<typeof mailView>

const dayMs = 86_400_000
const open = ['asked', 'waiting', 'claimed', 'sending']
const groups = { open, failed: ['failed', 'uncertain'], sent: ['sent'] } as const
/** Kinds whose mail holds a link, and what the link is for. */
const purposeOf: Partial<Record<View['kind'], LinkPurpose>> = {
  verify_email: 'email_verify',
  password_reset: 'password_reset',
  password_required: 'password_reset',
  address_restored: 'password_reset',
  new_device: 'lockdown',
  email_changed: 'email_undo',
  email_removed: 'email_undo',
  deletion_asked: 'deletion_undo',
}

function rows(db: Db) {
  return db
    .selectFrom('mails')
    .leftJoin('accounts', 'accounts.id', 'mails.account_id')
    .selectAll('mails')
    .select('accounts.username')
}
export type Mail = NonNullable<Awaited<ReturnType<typeof findMail>>>

export async function findMail(db: Db, id: string) {
  return (await rows(db).where('mails.id', '=', id).executeTakeFirst()) ?? null
}

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString())

/** What the operator sees of a mail: never what it says. */
export function presentMail(row: Mail): View {
  const kind = row.kind as View['kind']
  return {
    ...{ id: row.id, to: row.recipient, kind, state: row.state as View['state'] },
    problem: row.reason as View['problem'],
    attempts: row.attempts,
    account:
      row.account_id !== null && row.username !== null
        ? { id: row.account_id, username: row.username }
        : null,
    link: row.sealed !== null && row.account_id !== null && purposeOf[kind] !== undefined,
    createdAt: new Date(row.created_at).toISOString(),
    nextAt: row.state === 'waiting' ? iso(row.next_at) : null,
    endedAt: iso(row.ended_at),
  }
}

type Query = {
  limit?: number | undefined
  cursor?: string | undefined
  state?: keyof typeof groups | undefined
}

export async function listMails(ctx: RequestContext, query: Query) {
  const limit = pageLimit(query)
  const cursor = readCursor(query)
  const found = await rows(ctx.store.reads)
    .$if(query.state !== undefined, (list) =>
      list.where('mails.state', 'in', [...groups[query.state as keyof typeof groups]]),
    )
    .$if(cursor !== null, (list) => list.where('mails.id', '<', cursor as string))
    .orderBy('mails.id', 'desc')
    .limit(limit + 1)
    .execute()
  return toPage(found, limit, (row) => row.id, presentMail)
}

/** How much waits, since when, and what somebody has to look at. */
export async function mailFigures(db: Db) {
  const row = await db
    .selectFrom('mails')
    .select([
      sql<number>`sum(case when state in ('asked', 'waiting', 'claimed', 'sending') then 1 else 0 end)`.as(
        'waiting',
      ),
      sql<number>`sum(case when state in ('failed', 'uncertain') then 1 else 0 end)`.as('failed'),
      sql<
        number | null
      >`min(case when state in ('asked', 'waiting', 'claimed', 'sending') then created_at end)`.as('oldest'),
    ])
    .executeTakeFirstOrThrow()
  return {
    waiting: Number(row.waiting ?? 0),
    failed: Number(row.failed ?? 0),
    oldestAt: row.oldest === null ? null : Number(row.oldest),
  }
}

/** Tries a mail anew, with a day ahead of it. One statement: a node that is at it keeps it. @throws mailInHand */
export async function retryMail(ctx: Operator, id: string): Promise<Mail> {
  return ctx.store.transaction(async (tx) => {
    const now = ctx.clock.now()
    const again = await tx
      .updateTable('mails')
      .set({
        state: 'waiting',
        attempts: 0,
        reason: null,
        next_at: now,
        give_up_at: now + dayMs,
        ended_at: null,
      })
      .where('id', '=', id)
      .where('state', 'in', ['waiting', 'failed', 'uncertain'])
      .where('sealed', 'is not', null)
      .returning('id')
      .executeTakeFirst()
    if (!again) throw mailInHand()
    await record(tx, ctx, { act: 'mail.retried', accountId: ctx.session.accountId, target: id })
    ctx.store.announce(tx, { kind: 'mail', id: null })
    return (await findMail(tx, id)) as Mail
  })
}

/** Forgets a mail. @throws mailInHand while a node is at it */
export async function dropMail(ctx: Operator, id: string): Promise<void> {
  await ctx.store.transaction(async (tx) => {
    const gone = await tx
      .deleteFrom('mails')
      .where('id', '=', id)
      .where('state', 'not in', ['claimed', 'sending'])
      .returning('id')
      .executeTakeFirst()
    if (!gone) throw mailInHand()
    await record(tx, ctx, { act: 'mail.dropped', accountId: ctx.session.accountId, target: id })
  })
}

/**
 * The link of a mail that was not sent, for the operator to pass on. It is as good as what the person would have got, so the act stands in
 * both logs; it begins its time anew.
 *
 * @throws linkSpent
 */
export async function showLink(ctx: Operator, mail: Mail): Promise<{ url: string; expiresAt: string }> {
  const purpose = purposeOf[mail.kind as View['kind']]
  if (!purpose || mail.sealed === null || mail.account_id === null) throw linkSpent()
  const { path } = JSON.parse(ctx.secretBox.open(mail.sealed, placeOf(mail.id))) as MailContent
  const token = path?.split('#')[1] ?? ''
  const expiresAt = ctx.clock.now() + linkLives[purpose]
  await ctx.store.transaction(async (tx) => {
    const live = await tx
      .updateTable('mail_tokens')
      .set({ expires_at: expiresAt })
      .where('digest', '=', digestOf(token))
      .where('account_id', '=', mail.account_id)
      .returning('account_id')
      .executeTakeFirst()
    if (!live) throw linkSpent()
    await tell(tx, ctx, mail)
  })
  return { url: `${ctx.config.publicUrl}${path}`, expiresAt: new Date(expiresAt).toISOString() }
}

/** In the operator's log with who did it, in the person's without the operator's address. */
async function tell(tx: Tx, ctx: Operator, { id, kind, account_id }: Mail): Promise<void> {
  const entry = { act: 'mail.link_shown', target: id, details: { kind } }
  await record(tx, ctx, { ...entry, accountId: ctx.session.accountId })
  const unnamed = { clock: ctx.clock, requestId: ctx.requestId, ip: '', userAgent: null }
  await record(tx, unnamed, { ...entry, accountId: account_id, security: true })
}
