import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { makeCertificate } from '../../testing/certificate.ts'
import { type MadeAccount, makeAccount, startMailServer, type TestApp, testApp } from '../../testing/index.ts'

const auth = { user: 'portico', pass: 'relay password 0123456789' }
const ours = makeCertificate('IP:127.0.0.1')
const elsewhere = makeCertificate('DNS:mail.example.com')
const trusted = getCACertificates('default')

let app: TestApp
let operator: MadeAccount
beforeAll(async () => {
  app = await testApp()
  operator = await makeAccount(app, { operator: true })
})
afterAll(() => app.close())
afterEach(() => setDefaultCACertificates(trusted))

describe.each([
  { security: 'tls', at: 'start' },
  { security: 'starttls', at: 'starttls' },
] as const)('$security', ({ security, at }) => {
  /** What a test mail comes to, by a server with this certificate, and what that server heard of the password. */
  async function tryOut(certificate: typeof ours) {
    const smtp = await startMailServer(auth, { ...certificate, at })
    try {
      const settings = {
        host: '127.0.0.1',
        port: smtp.port,
        security,
        username: auth.user,
        password: auth.pass,
      }
      const from = 'Portico <portico@example.com>'
      expect((await operator.browser.put('/admin/mail', { ...settings, from })).status).toBe(200)
      const { body } = await operator.browser.post<{ problem: string | null }>('/admin/mail/test')
      // What waited for a server may come along.
      const mails = new Set(smtp.mails.flatMap((mail) => mail.to))
      return { problem: body.problem, asked: [...new Set(smtp.asked)], mails: [...mails] }
    } finally {
      await smtp.close()
    }
  }

  test('a server whose certificate is trusted is told the password, and takes the mail', async () => {
    setDefaultCACertificates([...trusted, ours.cert])
    const mails = [operator.email]
    expect(await tryOut(ours)).toEqual({ problem: null, asked: [auth.pass], mails })
  })

  test.each([
    ['that nobody trusts', ours, []],
    ['of another name', elsewhere, [elsewhere.cert]],
  ])(
    'a server with a certificate %s learns neither the password nor a mail',
    async (_, certificate, more) => {
      setDefaultCACertificates([...trusted, ...more])
      expect(await tryOut(certificate)).toEqual({ problem: 'tls', asked: [], mails: [] })
    },
  )
})
