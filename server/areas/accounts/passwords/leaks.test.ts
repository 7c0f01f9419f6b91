import { createHash } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { makeAccount, type TestApp, testApp } from '../../../testing/index.ts'

const leaked = 'an otter that everybody knows'
const digest = createHash('sha1').update(leaked).digest('hex').toUpperCase()

let list: Server
let asked: { path: string; padding: unknown }[] = []
let answer: (prefix: string) => { status: number; body: string }
let app: TestApp
beforeAll(async () => {
  list = createServer((request, response) => {
    asked.push({ path: request.url ?? '', padding: request.headers['add-padding'] })
    const { status, body } = answer((request.url ?? '').slice(-5))
    response.writeHead(status).end(body)
  })
  await new Promise<void>((resolve) => list.listen(0, '127.0.0.1', resolve))
  const { port } = list.address() as AddressInfo
  app = await testApp({ PORTICO_PASSWORD_LEAKS_URL: `http://127.0.0.1:${port}/range` })
})
beforeEach(() => {
  asked = []
  answer = () => ({
    status: 200,
    body: `${'0'.repeat(35)}:0\r\n${digest.slice(5)}:17\r\n${'A'.repeat(35)}:3`,
  })
})
afterAll(async () => {
  await app.close()
  list.close()
})

const decide = (breachCheck: 'off' | 'when_reachable' | 'always') =>
  app.testStore.store.transaction((tx) => app.services.settings.change(tx, { breachCheck }))
let people = 0
function signUp(password: string) {
  people += 1
  const username = `leak${people}`
  return app.browser().post('/auth/sign-up', { username, email: `${username}@example.com`, password })
}

describe('rule 3: leaked passwords', () => {
  test('the list is not asked unless the operator says so', async () => {
    await decide('off')
    expect((await signUp(leaked)).status).toBe(201)
    expect(asked).toEqual([])
  })

  test('one that is listed is refused wherever a password is chosen; only five digits of its digest leave', async () => {
    const ada = await makeAccount(app)
    await decide('when_reachable')
    const refusal = { status: 400, code: 'password_leaked' }
    expect((await signUp(leaked)).body).toMatchObject({ ...refusal, errors: [{ path: 'password' }] })
    const change = { currentPassword: ada.password, newPassword: leaked, confirmPassword: leaked }
    const changed = await ada.browser.post('/me/password', change)
    expect(changed.body).toMatchObject({ ...refusal, errors: [{ path: 'newPassword' }] })
    expect(asked).toEqual(asked.map(() => ({ path: `/range/${digest.slice(0, 5)}`, padding: 'true' })))
    expect(asked).toHaveLength(2)
    expect((await signUp('another otter that nobody knows')).status).toBe(201)
  })

  test('a line of padding is none', async () => {
    await decide('always')
    answer = () => ({ status: 200, body: `${digest.slice(5)}:0` })
    expect((await signUp(leaked)).status).toBe(201)
  })

  test('while the list is down, what the operator stated holds: it passes, or none is taken', async () => {
    answer = () => ({ status: 500, body: '' })
    await decide('when_reachable')
    expect((await signUp(leaked)).status).toBe(201)
    await decide('always')
    const down = await signUp(leaked)
    expect(down.body).toMatchObject({ status: 503, code: 'leak_check_down' })
    expect(Number(down.headers['retry-after'])).toBeGreaterThan(0)
    // What an answer claims beyond its size is not read.
    answer = () => ({ status: 200, body: 'x'.repeat(3 * 1024 * 1024) })
    expect((await signUp(leaked)).body).toMatchObject({ code: 'leak_check_down' })
  })
})

test('rule 38: the list is asked through the guard of outgoing connections', async () => {
  const guarded = await testApp({
    PORTICO_ALLOW_PRIVATE_NETWORKS: '',
    PORTICO_PASSWORD_LEAKS_URL: `http://127.0.0.1:${(list.address() as AddressInfo).port}/range`,
  })
  await guarded.testStore.store.transaction((tx) =>
    guarded.services.settings.change(tx, { breachCheck: 'always' }),
  )
  const body = { username: 'leaky', email: 'leaky@example.com', password: leaked }
  expect((await guarded.browser().post('/auth/sign-up', body)).body).toMatchObject({
    code: 'leak_check_down',
  })
  expect(asked).toEqual([])
  await guarded.close()
})
