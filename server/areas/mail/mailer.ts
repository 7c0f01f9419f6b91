import { randomUUID } from 'node:crypto'
import type { Deps } from '../../deps.ts'
import { digestOf } from '../../lib/secret.ts'
import { deliver, type Outcome } from './deliver.ts'
import { type Asked, type MailContent, type MailKind, placeOf } from './queue.ts'
import { render } from './render.ts'
import { readSmtp, type Smtp } from './smtp-settings.ts'

/** Finds out who a mail that was asked for is to; runs once for each, and takes its row away (`takeAsked`). */
export type Prepare = (deps: Deps, mail: { id: string; to: string; asked: Asked }) => Promise<void>

export type Mailer = {
  start(): void
  /** Ends after the mail in hand. */
  stop(): Promise<void>
  /** Does now what is due; for tests, and for whoever waits. */
  work(): Promise<void>
}

const pollMs = 10_000
const leaseMs = 300_000
const minuteMs = 60_000
const pausesMs = [1, 5, 15, 30, 60, 120, 240].map((minutes) => minutes * minuteMs)

/**
 * Sends what the outbox holds: after the reply, on whichever node comes first. A claim is one conditional update with a lease, so that two
 * nodes never send one mail, and what a node that died had not handed over is sent by another.
 */
export function createMailer(deps: Deps, prepare: Partial<Record<MailKind, Prepare>>): Mailer {
  let running: Promise<void> = Promise.resolve()
  let queued = false
  let stopped = true
  let timer: NodeJS.Timeout | undefined

  function work(): Promise<void> {
    if (queued) return running
    queued = true
    running = running.then(async () => {
      queued = false
      try {
        await round(deps, prepare, () => stopped)
      } catch (error) {
        deps.log.error({ err: error }, 'the mailer failed')
      }
    })
    return running
  }
  const unhear = deps.store.onAnnouncement(({ kind }) => {
    if (kind === 'mail' && !stopped) setImmediate(() => !stopped && work())
  })
  return {
    start() {
      stopped = false
      timer = setInterval(() => void work(), pollMs).unref()
      void work()
    },
    async stop() {
      stopped = true
      clearInterval(timer)
      unhear()
      await running
    },
    work,
  }
}

async function round(
  deps: Deps,
  prepare: Partial<Record<MailKind, Prepare>>,
  over: () => boolean,
): Promise<void> {
  await prepareAsked(deps, prepare, over)
  await takeBack(deps)
  for (;;) {
    const due = await deps.store.db
      .selectFrom('mails')
      .select('id')
      .where('state', '=', 'waiting')
      .where('next_at', '<=', deps.clock.now())
      .orderBy('next_at')
      .limit(20)
      .execute()
    if (due.length === 0) return
    for (const { id } of due) {
      if (over()) return
      // Read for each: what the operator changed holds for the next mail, however many are under way (promise 9).
      const smtp = await readSmtp(deps)
      if (!smtp) return
      // The server itself does not answer: the others would wait for it as long.
      if ((await sendOne(deps, smtp, id)) === 'no server') return
    }
  }
}

async function prepareAsked(
  deps: Deps,
  prepare: Partial<Record<MailKind, Prepare>>,
  over: () => boolean,
): Promise<void> {
  const { store, secretBox, clock, log } = deps
  const asked = await store.db
    .selectFrom('mails')
    .select(['id', 'kind', 'recipient', 'sealed'])
    .where('state', '=', 'asked')
    .where('next_at', '<=', clock.now())
    .orderBy('next_at')
    .limit(100)
    .execute()
  for (const { id, kind, recipient, sealed } of asked) {
    if (over()) return
    try {
      const content = JSON.parse(secretBox.open(sealed ?? '', placeOf(id))) as Asked
      await prepare[kind as MailKind]?.(deps, { id, to: recipient, asked: content })
    } catch (error) {
      log.error({ mail: id, err: error }, 'a mail could not be prepared')
      const next = clock.now() + minuteMs
      await store.db.updateTable('mails').set({ next_at: next }).where('id', '=', id).execute()
    }
  }
}

/** What a node left behind that died: not handed over is sent again, handed over is for somebody to look at (promise 11). */
async function takeBack({ store, clock }: Deps): Promise<void> {
  const now = clock.now()
  const left = store.db.updateTable('mails').where('leased_until', '<=', now)
  await left
    .set({ state: 'waiting', lease: null, leased_until: null })
    .where('state', '=', 'claimed')
    .execute()
  await left
    .set({ state: 'uncertain', reason: 'interrupted', lease: null, leased_until: null, ended_at: now })
    .where('state', '=', 'sending')
    .execute()
}

async function sendOne(deps: Deps, smtp: Smtp, id: string): Promise<'no server' | null> {
  const { store, clock } = deps
  const lease = randomUUID()
  const claimed = await store.db
    .updateTable('mails')
    .set((eb) => ({
      ...{ state: 'claimed', lease, leased_until: clock.now() + leaseMs },
      attempts: eb('attempts', '+', 1),
    }))
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .where('next_at', '<=', clock.now())
    .returning(['kind', 'recipient', 'sealed', 'attempts', 'give_up_at'])
    .executeTakeFirst()
  if (!claimed) return null
  const held = { id, lease, attempts: claimed.attempts, giveUpAt: claimed.give_up_at }
  // It waited for a server so long that what it says may be over.
  if (claimed.attempts === 1 && claimed.give_up_at <= clock.now()) {
    await end(deps, held, { kind: 'refused', problem: 'too_old', code: null, server: false })
    return null
  }
  const outcome = await attempt(deps, smtp, held, claimed)
  await end(deps, held, outcome)
  return outcome.kind === 'later' && outcome.server ? 'no server' : null
}

type Held = { id: string; lease: string; attempts: number; giveUpAt: number }

async function attempt(
  deps: Deps,
  smtp: Smtp,
  { id, lease }: Held,
  row: { kind: string; recipient: string; sealed: string | null },
): Promise<Outcome> {
  let content: MailContent
  try {
    content = JSON.parse(deps.secretBox.open(row.sealed ?? '', placeOf(id))) as MailContent
  } catch {
    return { kind: 'refused', problem: 'unreadable', code: null, server: false }
  }
  if (await isPointless(deps, row.kind, content))
    return { kind: 'refused', problem: 'link_spent', code: null, server: false }
  const words = render(row.kind as MailKind, content, deps.config.publicUrl)
  return deliver(smtp, { id, to: row.recipient, ...words }, async () => {
    const still = await deps.store.db
      .updateTable('mails')
      .set({ state: 'sending', leased_until: deps.clock.now() + leaseMs })
      .where('id', '=', id)
      .where('lease', '=', lease)
      .where('state', '=', 'claimed')
      .returning('id')
      .executeTakeFirst()
    if (!still) throw new Error('Another node has this mail')
  })
}

/** Mails that are about their link alone; others tell of something, whatever became of it. */
const linkAlone = new Set(['verify_email', 'password_reset', 'password_required', 'address_restored'])

/** Whether all that a mail is for was used or replaced while it waited, such as a link that the operator passed on. */
async function isPointless({ store }: Deps, kind: string, { path }: MailContent): Promise<boolean> {
  const token = path?.split('#')[1]
  if (!linkAlone.has(kind) || token === undefined) return false
  const live = await store.db
    .selectFrom('mail_tokens')
    .select('digest')
    .where('digest', '=', digestOf(token))
    .executeTakeFirst()
  return live === undefined
}

/** Notes how it ended, where the mail is still ours. What was sent is forgotten. */
async function end({ store, clock, log }: Deps, held: Held, outcome: Outcome): Promise<void> {
  const now = clock.now()
  const pause = pausesMs[Math.min(held.attempts, pausesMs.length) - 1] as number
  const free = { lease: null, leased_until: null }
  const over = { ...free, ended_at: now }
  const again = outcome.kind === 'later' && now + pause < held.giveUpAt
  const set =
    outcome.kind === 'sent'
      ? { ...over, state: 'sent', sealed: null, reason: null }
      : again
        ? { ...free, state: 'waiting', reason: outcome.problem, next_at: now + pause }
        : { ...over, state: outcome.kind === 'uncertain' ? 'uncertain' : 'failed', reason: outcome.problem }
  await store.db
    .updateTable('mails')
    .set(set)
    .where('id', '=', held.id)
    .where('lease', '=', held.lease)
    .execute()
  if (outcome.kind !== 'sent') {
    const { kind, problem, code } = outcome
    log.warn({ mail: held.id, outcome: kind, problem, smtpCode: code }, 'a mail was not sent')
  }
}
