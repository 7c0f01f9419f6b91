import { Readable } from 'node:stream'
import MailComposer from 'nodemailer/lib/mail-composer'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { mailProblems } from '../../../contract/mail.ts'
import type { Rendered } from './render.ts'
import type { Smtp } from './smtp-settings.ts'

export type MailProblem = (typeof mailProblems)[number]

/**
 * How an attempt ended. `later`: it was not taken, and may be the next time. `refused`: it never will be. `uncertain`: all of it was handed
 * over and no answer came; it may have been taken (promise 11).
 */
export type Outcome =
  | { kind: 'sent' }
  | { kind: 'later' | 'refused' | 'uncertain'; problem: MailProblem; code: number | null; server: boolean }

export type Message = Rendered & { id: string; to: string }

const patienceMs = { connect: 15_000, silence: 60_000, all: 120_000 }

type Failure = Error & { code?: string; responseCode?: number; command?: string; sslReason?: string }

/**
 * Sends one message over a connection of its own.
 *
 * @param beforeData called when the server waits for the message and nothing of it has left yet; when it throws, nothing does.
 */
export async function deliver(
  smtp: Smtp,
  message: Message,
  beforeData: () => Promise<void>,
): Promise<Outcome> {
  const raw = await compose(smtp, message)
  const connection = new SMTPConnection({
    ...{ host: smtp.host, port: smtp.port, secure: smtp.security === 'tls' },
    ...{ requireTLS: smtp.security === 'starttls', ignoreTLS: smtp.security === 'none' },
    ...{
      connectionTimeout: patienceMs.connect,
      greetingTimeout: patienceMs.connect,
      dnsTimeout: patienceMs.connect,
    },
    socketTimeout: patienceMs.silence,
    tls: { minVersion: 'TLSv1.2' },
    // Our own interfaces count: the operator's relay may be on this machine.
    allowInternalNetworkInterfaces: true,
  })
  let handedOver = false
  const timer = setTimeout(() => connection.close(), patienceMs.all)
  try {
    // An error after the last answer must not end the process.
    const failed = new Promise<never>((_, fail) => {
      connection.on('error', fail)
      connection.on('end', () => fail(Object.assign(new Error('closed'), { code: 'ECONNECTION' })))
    })
    failed.catch(() => {})
    const step = <T>(
      act: (done: (error?: Error | null, result?: T) => void) => void,
    ): Promise<T | undefined> =>
      Promise.race([
        failed,
        new Promise<T | undefined>((good, bad) =>
          act((error, result) => (error ? bad(error) : good(result))),
        ),
      ])
    await step((done) => connection.connect((error) => done(error)))
    const { username, password } = smtp
    if (username !== null)
      await step((done) => connection.login({ user: username, pass: password ?? '' }, (error) => done(error)))
    const body = Readable.from(
      (async function* () {
        await beforeData()
        handedOver = true
        yield raw
      })(),
      { objectMode: false },
    )
    const envelope = { from: smtp.from.address, to: [message.to], size: raw.length }
    await step((done) => connection.send(envelope, body, (error) => done(error)))
    connection.quit()
    return { kind: 'sent' }
  } catch (error) {
    connection.close()
    return outcomeOf(error as Failure, handedOver)
  } finally {
    clearTimeout(timer)
  }
}

function outcomeOf({ code, responseCode, command, message }: Failure, handedOver: boolean): Outcome {
  const answered = responseCode ?? null
  const of = (kind: 'later' | 'refused' | 'uncertain', problem: MailProblem, server = false): Outcome => ({
    ...{ kind, problem, server, code: answered },
  })
  if (answered === null && handedOver)
    return of('uncertain', code === 'ETIMEDOUT' ? 'timeout' : 'interrupted')
  const forGood = answered !== null && answered >= 500 ? 'refused' : 'later'
  if (code === 'EAUTH' || code === 'ENOAUTH') return of('later', 'credential_refused', true)
  if (code === 'EENVELOPE' && command === 'MAIL FROM') return of('later', 'sender_refused', true)
  if (code === 'EENVELOPE') return of(forGood, 'recipient_refused')
  if (code === 'EMESSAGE') return of(forGood, 'message_refused')
  if (code === 'EREQUIRETLS' || /STARTTLS/.test(message)) return of('later', 'starttls_missing', true)
  if (code === 'ETLS' || /certificate|SSL|TLS/.test(message)) return of('later', 'tls', true)
  if (code === 'ETIMEDOUT') return of('later', 'timeout', true)
  if (code === 'ESTREAM') return of('later', 'interrupted')
  if (code === 'ECONNECTION' || code === 'ESOCKET' || code === 'EDNS' || code === 'EPROTOCOL')
    return of('later', 'unreachable', true)
  return of('later', 'failed')
}

/** A line of a header. @throws where it is more than one (rule 39) */
export function headerLine(text: string): string {
  if (/[\r\n\0]/.test(text)) throw new TypeError('A header of a mail is one line')
  return text
}

function compose(smtp: Smtp, message: Message): Promise<Buffer> {
  const host = smtp.from.address.split('@')[1] ?? 'localhost'
  const node = new MailComposer({
    from: { name: headerLine(smtp.from.name), address: headerLine(smtp.from.address) },
    to: { name: '', address: headerLine(message.to) },
    subject: headerLine(message.subject),
    text: message.text,
    html: message.html,
    // The same at every attempt: where one did arrive, mailboxes show it once.
    messageId: `<${message.id}@${host}>`,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile()
  return new Promise((good, bad) =>
    node.build((error, built) => (error ? bad(error) : good(built as Buffer))),
  )
}
