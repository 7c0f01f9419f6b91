import type { AddressInfo } from 'node:net'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import type { Certificate } from './certificate.ts'

export type Caught = Email & { raw: string; to: string[]; link: string }

/** A real mail server on this machine that keeps what it is given. */
export type MailServer = {
  url: string
  port: number
  mails: Caught[]
  /** The passwords that came in. */
  asked: readonly string[]
  /** The newest mail to an address. @throws where there is none */
  last(to: string): Caught
  /** What the next messages are answered with; null: taken. */
  answer(reply: { code: number; at?: 'rcpt' | 'data' } | 'silence' | null): void
  /** What happens while the next message is under way. */
  meanwhile(act: () => Promise<unknown>): void
  close(): Promise<void>
}

/**
 * `auth` names the one user and password that may send; without it nobody has to say who they are. `tls`: its certificate, and whether the
 * connection begins with it or is raised to it by STARTTLS, without which nobody may sign in.
 */
export async function startMailServer(
  auth?: { user: string; pass: string },
  tls?: Certificate & { at: 'start' | 'starttls' },
): Promise<MailServer> {
  const mails: Caught[] = []
  const asked: string[] = []
  let reply: Parameters<MailServer['answer']>[0] = null
  let act: (() => Promise<unknown>) | null = null
  const refusal = (code: number) => Object.assign(new Error('not now'), { responseCode: code })
  const at = (place: 'rcpt' | 'data') =>
    reply !== null && reply !== 'silence' && (reply.at ?? 'data') === place ? refusal(reply.code) : null
  const server = new SMTPServer({
    disabledCommands: [...(tls?.at === 'starttls' ? [] : ['STARTTLS']), ...(auth ? [] : ['AUTH'])],
    authOptional: auth === undefined,
    allowInsecureAuth: tls === undefined,
    ...(tls && { secure: tls.at === 'start', key: tls.key, cert: tls.cert }),
    disableReverseLookup: true,
    onAuth({ username, password }, _session, done) {
      asked.push(password ?? '')
      if (username === auth?.user && password === auth?.pass) done(null, { user: username })
      else done(Object.assign(new Error('no'), { responseCode: 535 }))
    },
    onRcptTo: (_address, _session, done) => done(at('rcpt')),
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', async () => {
        const raw = Buffer.concat(chunks).toString('utf8')
        if (reply === 'silence') return server.close()
        const refused = at('data')
        if (refused) return done(refused)
        const wanted = act
        act = null
        await wanted?.()
        const mail = await PostalMime.parse(raw)
        const link = /https?:\/\/\S+/.exec(mail.text ?? '')?.[0] ?? ''
        mails.push({
          ...mail,
          raw,
          to: session.envelope.rcptTo.map(({ address }) => address),
          link,
        } as unknown as Caught)
        done()
      })
    },
  })
  server.on('error', () => {})
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()))
  const { port } = server.server.address() as AddressInfo
  const who = auth ? `${encodeURIComponent(auth.user)}:${encodeURIComponent(auth.pass)}@` : ''
  return {
    url: `smtp://${who}127.0.0.1:${port}?security=none`,
    port,
    mails,
    asked,
    last(to) {
      const found = mails.findLast((mail) => mail.to.includes(to))
      if (!found)
        throw new Error(`No mail to ${to}; there are ${mails.map((mail) => mail.to.join()).join(' ')}`)
      return found
    },
    answer(next) {
      reply = next
    },
    meanwhile(next) {
      act = next
    },
    close: () => new Promise((done) => server.close(() => done())),
  }
}
