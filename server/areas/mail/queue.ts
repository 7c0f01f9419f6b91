import type { mailKinds } from '../../../contract/mail.ts'
import type { Tx } from '../../db/store.ts'
import type { Deps } from '../../deps.ts'
import type { RequestContext } from '../../http/context.ts'
import { newId } from '../../lib/id.ts'
import type { MailLocale } from './locale.ts'

export type MailKind = (typeof mailKinds)[number]

/** What a mail says: the words come from its kind and language when it is sent. */
export type MailContent = {
  locale: MailLocale
  /** What the words name: a username, an address. */
  params: Record<string, string>
  /** Where its button leads, below the public URL: `/reset-password#token`. Null: it has none. */
  path: string | null
}

export type NewMail = MailContent & { to: string; kind: MailKind; accountId: string | null }

type Writer = Pick<Deps, 'clock' | 'secretBox' | 'store'>

export const placeOf = (id: string): string => `mail:${id}`
const dayMs = 86_400_000

/**
 * Writes a mail to the outbox, in the transaction of the act: it is sent if the act happened, and after the reply (rule 33). What it says
 * is sealed, since a link in it is as good as a password.
 */
export async function queueMail(
  tx: Tx,
  ctx: Writer,
  { to, kind, accountId, ...content }: NewMail,
): Promise<void> {
  await add(tx, ctx, { to, kind, accountId, state: 'waiting', content })
}

/** Who asked: what is looked up later is written down as theirs. */
export type Asked = { locale: MailLocale; requestId: string; ip: string; userAgent: string | null }

/**
 * Writes down that somebody wants a mail to an address, whoever that is: the same row for known and unknown ones (rule 33). Who it is for
 * is looked up by the mailer, after the reply.
 */
export async function askMail(
  tx: Tx,
  ctx: RequestContext,
  { to, kind, locale }: { to: string; kind: MailKind; locale: MailLocale },
): Promise<void> {
  const content: Asked = { locale, requestId: ctx.requestId, ip: ctx.ip, userAgent: ctx.userAgent }
  await add(tx, ctx, { to, kind, accountId: null, state: 'asked', content })
}

type Row = {
  to: string
  kind: MailKind
  accountId: string | null
  state: string
  content: MailContent | Asked
}

async function add(tx: Tx, { clock, secretBox, store }: Writer, row: Row): Promise<void> {
  const now = clock.now()
  const id = newId('mai', now)
  await tx
    .insertInto('mails')
    .values({
      ...{ id, account_id: row.accountId, recipient: row.to, kind: row.kind, state: row.state },
      sealed: secretBox.seal(JSON.stringify(row.content), placeOf(id)),
      ...{ next_at: now, give_up_at: now + dayMs, lease: null, leased_until: null, reason: null },
      ...{ created_at: now, ended_at: null },
    })
    .execute()
  store.announce(tx, { kind: 'mail', id: null })
}

/** Takes a mail that was asked for away, to write it or not: of many at once, one gets it. */
export async function takeAsked(tx: Tx, id: string): Promise<boolean> {
  const taken = await tx
    .deleteFrom('mails')
    .where('id', '=', id)
    .where('state', '=', 'asked')
    .returning('id')
    .executeTakeFirst()
  return taken !== undefined
}
