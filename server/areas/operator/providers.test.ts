import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type HostileIssuer,
  type MadeAccount,
  makeAccount,
  makeProvider,
  startHostileIssuer,
  type TestApp,
  testApp,
} from '../../testing/index.ts'

let app: TestApp
let issuer: HostileIssuer
let operator: MadeAccount
beforeAll(async () => {
  app = await testApp()
  issuer = await startHostileIssuer()
  operator = await makeAccount(app, { operator: true })
})
afterAll(async () => {
  await app.close()
  await issuer.close()
})

let made = 0
const make = (more: Record<string, unknown> = {}) => {
  made += 1
  return makeProvider(app, `p${made}`, issuer, { clientSecret: 'a-client-secret-of-the-tests', ...more })
}
const path = (id: string) => `/admin/identity-providers/${id}`
const good = { kind: 'oidc', name: 'x', clientId: 'c' }

describe('identity providers', () => {
  test('the secret is never sent back; the callback is made of the public URL', async () => {
    const id = await make()
    const { text, body } = await operator.browser.get<{
      items: { id: string }[]
      callbackUrl: string
    }>('/admin/identity-providers')
    // Of one that is still to be made: the provider asks for it before it gives a client id.
    expect(body.callbackUrl).toBe('http://localhost:3000/api/v1/auth/oauth/{slug}/callback')
    expect(text).not.toContain('a-client-secret')
    expect(body.items.find((one) => one.id === id)).toMatchObject({
      clientSecret: { set: true, hint: '…ests' },
      callbackUrl: `http://localhost:3000/api/v1/auth/oauth/p${made}/callback`,
      ...{ signUp: 'off', trustEmail: false, enabled: true, people: 0, peopleWithoutOther: 0 },
    })
  })

  test('rule 38: the issuer is judged when it is saved', async () => {
    for (const [address, code] of [
      ['http://10.0.0.1', 'url_not_allowed'],
      ['http://169.254.169.254', 'url_not_allowed'],
      ['file:///etc/passwd', 'url_not_http'],
      ['https://user:pass@127.0.0.1', 'url_has_credentials'],
      ['https://127.0.0.1/?x', 'invalid_url'],
      ['nothing', 'invalid_url'],
    ]) {
      const answer = await operator.browser.post('/admin/identity-providers', {
        ...good,
        slug: 'bad',
        issuer: address,
      })
      expect(answer.body.code, address).toBe(code)
    }
  })

  test('rule 38: a changed issuer drops the secret, unless it comes with it', async () => {
    const id = await make()
    const moved = await operator.browser.patch(path(id), { issuer: `${issuer.url}/other` })
    expect(moved.body).toMatchObject({ clientSecret: { set: false, hint: null } })
    const back = await operator.browser.patch(path(id), {
      issuer: issuer.url,
      clientSecret: 'another-secret-of-ours',
    })
    expect(back.body).toMatchObject({ clientSecret: { set: true } })
    const named = await operator.browser.patch(path(id), { name: 'Renamed' })
    expect(named.body).toMatchObject({ name: 'Renamed', clientSecret: { set: true } })
  })

  test('rule 12: what touches secrets asks for a fresh proof', async () => {
    const id = await make()
    const late = await makeAccount(app, { operator: true })
    app.clock.advance(11 * 60_000)
    expect((await late.browser.patch(path(id), { name: 'x' })).body.code).toBe('confirmation_required')
    expect((await late.browser.delete(path(id))).body.code).toBe('confirmation_required')
    operator = await makeAccount(app, { operator: true })
  })

  test('one name in addresses belongs to one provider; a deleted one is gone, and its name is free', async () => {
    const id = await make()
    const slug = `p${made}`
    const input = { ...good, slug, issuer: issuer.url }
    const again = await operator.browser.post('/admin/identity-providers', input)
    expect(again.body.code).toBe('provider_slug_taken')
    expect((await operator.browser.delete(path(id))).status).toBe(204)
    expect((await operator.browser.patch(path(id), { name: 'x' })).status).toBe(404)
    const { body } = await operator.browser.get<{ providers: { id: string }[] }>('/auth/methods')
    expect(body.providers.map((one) => one.id)).not.toContain(slug)
    expect((await operator.browser.post('/admin/identity-providers', input)).status).toBe(201)
  })

  test('∥20: of changes at once none is lost unseen', async () => {
    const id = await make()
    const names = Array.from({ length: 20 }, (_, at) => `Name ${at}`)
    const answers = await Promise.all(names.map((name) => operator.browser.patch(path(id), { name })))
    const changed = answers.filter(({ status }) => status === 200).length
    const events = app.testStore.store.db.selectFrom('audit_events').select('id').where('target', '=', id)
    const rows = await events.where('act', '=', 'identity_provider.updated').execute()
    expect(rows).toHaveLength(changed)
    expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true)
  })
})

describe('the test of a provider', () => {
  const ask = async (id: string) => (await operator.browser.post(`${path(id)}/test`)).body

  test('says what discovery found; a secret is not sent', async () => {
    const id = await make()
    expect(await ask(id)).toMatchObject({
      ok: true,
      found: { tokenEndpoint: `${issuer.url}/token`, algorithms: ['RS256'], namesItself: false },
    })
    expect(issuer.posted).toEqual([])
  })

  test.each([
    ['issuer_differs', { issuer: 'https://other.example' }],
    ['no_algorithm', { id_token_signing_alg_values_supported: ['HS256', 'none'] }],
    ['incomplete', { jwks_uri: undefined }],
    ['not_secure', { token_endpoint: 'ftp://127.0.0.1/token' }],
  ])('%s is said', async (problem, metadata) => {
    const id = await make()
    issuer.metadata = metadata
    expect(await ask(id)).toMatchObject({ ok: false, problem, found: null })
    issuer.metadata = {}
  })

  test('nothing answers, or no OpenID Connect', async () => {
    expect(await ask(await make({ issuer: 'http://127.0.0.1:9' }))).toMatchObject({ problem: 'unreachable' })
    expect(await ask(await make({ issuer: `${issuer.url}/nothing` }))).toMatchObject({
      problem: 'http_status',
    })
  })
})
