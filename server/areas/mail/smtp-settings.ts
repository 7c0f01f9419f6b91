import type { z } from 'zod'
import type { adminMail, mailSettingsView } from '../../../contract/mail.ts'
import type { Tx } from '../../db/store.ts'
import type { Deps } from '../../deps.ts'
import type { RequestContext, SignedIn } from '../../http/context.ts'
import { type Mailbox, readSender, readSmtpUrl, type SmtpServer } from '../../lib/smtp-url.ts'
import { record } from '../audit/index.ts'
import { invalidSender, mailLocked, passwordNeededAgain, passwordWithoutTls } from './errors.ts'
import { mailFigures } from './outbox.ts'

/**
 * The server that mail goes to. Its host may be private, or this machine: it is the operator's own setting, made with a fresh confirmation
 * or in the environment, as the address of a relay usually is; nobody else can name one (rule 38).
 */
export type Smtp = SmtpServer & { from: Mailbox; source: 'console' | 'environment' }

type Reader = Pick<Deps, 'config' | 'store' | 'secretBox'>
const only = 'smtp'
// A saved password opens for the host that it was saved for, and for no other (rule 38).
const placeOf = (host: string): string => `smtp:${host.toLowerCase()}`

/** How mail is sent now; null where nobody has said it. What cannot be decrypted any more has no password. */
export async function readSmtp({ config, store, secretBox }: Reader): Promise<Smtp | null> {
  const fixed = config.smtpUrl === undefined ? null : readSmtpUrl(config.smtpUrl)
  if (fixed) {
    const from = readSender(config.mailFrom ?? `portico@${new URL(config.publicUrl).hostname}`)
    return { ...fixed, from: from ?? { name: '', address: 'portico@localhost' }, source: 'environment' }
  }
  const row = await store.db.selectFrom('mail_settings').selectAll().where('id', '=', only).executeTakeFirst()
  if (!row) return null
  const { host, port, username } = row
  return {
    ...{ host, port, username, security: row.security as Smtp['security'], source: 'console' },
    password: row.password === null ? null : secretBox.open(row.password, placeOf(host)),
    from: readSender(row.sender) ?? { name: '', address: row.sender },
  }
}

const written = ({ name, address }: Mailbox): string => (name === '' ? address : `${name} <${address}>`)

/** How mail is sent, for the operator: never the password. */
export async function viewSmtp(ctx: RequestContext): Promise<z.input<typeof mailSettingsView>> {
  const { waiting, failed } = await mailFigures(ctx.store.db)
  const smtp = await readSmtp(ctx).catch(() => null)
  const row = await ctx.store.db
    .selectFrom('mail_settings')
    .selectAll()
    .where('id', '=', only)
    .executeTakeFirst()
  if (smtp?.source === 'environment' || !row) {
    return {
      source: smtp?.source ?? 'none',
      ...{ host: smtp?.host ?? null, port: smtp?.port ?? null, security: smtp?.security ?? null },
      username: smtp?.username ?? null,
      password: { set: smtp?.password != null, hint: null },
      from: smtp ? written(smtp.from) : null,
      ...{ waiting, failed },
    }
  }
  return {
    ...{ source: 'console', host: row.host, port: row.port, security: row.security as Smtp['security'] },
    ...{ username: row.username, from: row.sender, waiting, failed },
    password: { set: row.password !== null, hint: row.password_hint },
  }
}

type Changes = z.output<typeof adminMail.setMailSettings.body>
type Operator = RequestContext & { session: SignedIn }

/** Says how mail is sent. @throws mailLocked, invalidSender, passwordNeededAgain, passwordWithoutTls */
export async function changeSmtp(ctx: Operator, input: Changes): Promise<void> {
  if (ctx.config.smtpUrl !== undefined) throw mailLocked()
  const sender = readSender(input.from)
  if (!sender) throw invalidSender()
  // In the clear a password is for a server on this machine only.
  const local = /^(localhost|127(\.\d{1,3}){3}|::1)$/i.test(input.host)
  if (input.security === 'none' && input.username !== null && !local) throw passwordWithoutTls()
  await ctx.store.transaction(async (tx) => {
    const before = await tx.selectFrom('mail_settings').selectAll().where('id', '=', only).executeTakeFirst()
    const row = {
      ...{ host: input.host, port: input.port, security: input.security, username: input.username },
      ...passwordOf(ctx, input, before),
      ...{ sender: written(sender), updated_at: ctx.clock.now() },
    }
    await tx
      .insertInto('mail_settings')
      .values({ id: only, ...row })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
      .execute()
    const { host, port, security } = input
    await told(tx, ctx, { host, port, security, passwordChanged: input.password !== undefined })
  })
}

type Saved = { host: string; username: string | null; password: string | null; password_hint: string | null }
function passwordOf(ctx: RequestContext, input: Changes, before: Saved | undefined) {
  if (input.username === null) return { password: null, password_hint: null }
  if (input.password !== undefined)
    return {
      password: ctx.secretBox.seal(input.password, placeOf(input.host)),
      password_hint: input.password.length < 16 ? '…' : `…${input.password.slice(-4)}`,
    }
  const same = before?.host.toLowerCase() === input.host.toLowerCase() && before.username === input.username
  if (!same || before.password === null) throw passwordNeededAgain()
  return { password: before.password, password_hint: before.password_hint }
}

/** Sends no mail any more. @throws mailLocked */
export async function dropSmtp(ctx: Operator): Promise<void> {
  if (ctx.config.smtpUrl !== undefined) throw mailLocked()
  await ctx.store.transaction(async (tx) => {
    await tx.deleteFrom('mail_settings').where('id', '=', only).execute()
    await told(tx, ctx, { host: null })
  })
}

async function told(tx: Tx, ctx: Operator, details: Record<string, unknown>): Promise<void> {
  await record(tx, ctx, { act: 'mail.configured', accountId: ctx.session.accountId, details })
  ctx.store.announce(tx, { kind: 'mail', id: null })
}
