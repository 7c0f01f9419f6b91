import { afterEach, expect, test, vi } from 'vitest'
import { ApiError, answerChallenges, api } from './api.ts'

const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers })

/** The network is what a browser would offer; everything of ours is real. */
function network(...answers: (Response | Error)[]) {
  const calls: { url: string; init: RequestInit }[] = []
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    calls.push({ url, init })
    const answer = answers.shift()
    if (!answer || answer instanceof Error) throw answer ?? new Error('no answer left')
    return answer
  })
  return calls
}
let stop = () => {}
afterEach(() => {
  stop()
  vi.unstubAllGlobals()
})

test('a call fills the path, the query and the body of its route', async () => {
  const calls = network(
    json(200, { items: [], nextCursor: null }),
    json(201, { key: {}, secret: 'x' }),
    json(200, {}),
  )
  await api('GET /orgs/{org}/keys', { params: { org: 'a b' }, query: { q: '50%', limit: undefined } })
  await api('POST /orgs/{org}/keys', {
    params: { org: 'acme' },
    body: { name: 'ci' },
    idempotencyKey: 'once',
  })
  await api('PUT /admin/prices/{*model}', { params: { model: 'vendor/a b' }, body: { state: 'free' } })
  expect(calls[0]?.url).toBe('/api/v1/orgs/a%20b/keys?q=50%25')
  expect(calls[1]?.init).toMatchObject({
    method: 'POST',
    body: '{"name":"ci"}',
    headers: { 'content-type': 'application/json', 'idempotency-key': 'once' },
  })
  expect(calls[2]?.url).toBe('/api/v1/admin/prices/vendor/a%20b')
})

test('a refusal is thrown with code, fields, request id and the rest', async () => {
  network(
    json(400, {
      code: 'invalid_request',
      detail: 'No.',
      requestId: 'req_1',
      errors: [{ path: 'name', message: 'taken' }],
      hint: 1,
    }),
  )
  const error = await api('GET /me').catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(ApiError)
  expect(error).toMatchObject({
    status: 400,
    code: 'invalid_request',
    requestId: 'req_1',
    fields: [{ path: 'name' }],
    extra: { hint: 1 },
  })
})

test('an answer that is no problem document, and no answer, have codes of their own', async () => {
  network(
    new Response('<h1>Bad gateway</h1>', { status: 502, headers: { 'x-request-id': 'req_2' } }),
    new TypeError('failed'),
  )
  await expect(api('GET /me')).rejects.toMatchObject({ status: 502, code: 'bad_reply', requestId: 'req_2' })
  await expect(api('GET /me')).rejects.toMatchObject({ status: 0, code: 'network' })
})

test('rule 12: a request that needs a confirmation is sent again, unchanged, once it is given', async () => {
  const refusal = () =>
    json(403, { code: 'confirmation_required', detail: '', requestId: 'r', methods: ['password'] })
  const calls = network(refusal(), json(201, { key: {}, secret: 'x' }))
  stop = answerChallenges(async (error) => error.code === 'confirmation_required')
  await api('POST /orgs/{org}/keys', { params: { org: 'acme' }, body: { name: 'ci' }, idempotencyKey: 'k' })
  expect(calls).toHaveLength(2)
  expect(calls[1]).toEqual(calls[0])
})

test('a confirmation that is not given throws the refusal, and one that never helps ends', async () => {
  const refusal = () => json(403, { code: 'confirmation_required', detail: '', requestId: 'r' })
  network(refusal())
  stop = answerChallenges(async () => false)
  await expect(api('GET /me')).rejects.toMatchObject({ code: 'confirmation_required' })
  const calls = network(refusal(), refusal(), refusal(), refusal())
  stop = answerChallenges(async () => true)
  await expect(api('GET /me')).rejects.toMatchObject({ code: 'confirmation_required' })
  expect(calls).toHaveLength(3)
})
