import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServer as createTcpServer } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createOutgoing } from '../../http/outgoing.ts'
import { probe } from './probe.ts'

const canary = 'sk-canary-of-the-probe'
const outgoing = createOutgoing({ allowPrivateNetworks: ['127.0.0.1'] })
const limits = { totalMs: 400, maxBytes: 100_000 }

let server: Server
let answer: RequestListener
let asked = 0
let port = 0
beforeAll(async () => {
  server = createServer((request, response) => {
    asked += 1
    answer(request, response)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  port = (server.address() as AddressInfo).port
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const ask = (baseUrl = `http://127.0.0.1:${port}/v1`, credential: string | null = canary) =>
  probe(outgoing, { baseUrl, credential }, limits)

test('models are the ids of the list, each once; what cannot be a name is left out', async () => {
  const data = [
    { id: 'b' },
    { id: 'a/b' },
    { id: 'b' },
    { id: 'x\nnewline' },
    { id: 7 },
    null,
    'c',
    { id: '模型' },
  ]
  answer = (_, response) => response.end(JSON.stringify({ data }))
  expect(await ask()).toMatchObject({ ok: true, models: ['b', 'a/b', '模型'], problem: null })
})

test('a redirect is not followed, above all not to a private address', async () => {
  answer = (_, response) => response.writeHead(307, { location: 'http://127.0.0.2/latest/meta-data' }).end()
  const before = asked
  const { ok, problem } = await ask()
  expect(ok).toBe(false)
  expect(problem).toContain('redirects are not followed')
  expect(asked).toBe(before + 1)
})

test.each<[string, RequestListener, RegExp]>([
  [
    'a refused credential',
    (_, r) => r.writeHead(401).end(`{"error":"bad key ${canary}"}`),
    /refuses this credential/,
  ],
  ['no list', (_, r) => r.writeHead(404).end(), /HTTP 404.*end in \/v1/],
  ['an error', (_, r) => r.writeHead(503).end(canary), /answered with HTTP 503/],
  ['a page', (_, r) => r.end('<html>It works!</html>'), /not JSON/],
  ['other JSON', (_, r) => r.end('{"models":[]}'), /no list of models/],
  ['nothing', (_, r) => void r.writeHead(200), /did not answer within/],
  ['silence', () => {}, /did not answer within/],
  ['too much', (_, r) => r.end('x'.repeat(200_000)), /larger than 2 MB/],
  ['a cut', (_, r) => r.destroy(), /closed the connection/],
])('%s is told in words that hold no secret', async (_, listener, words) => {
  answer = listener
  const { ok, models, problem } = await ask()
  expect([ok, models]).toEqual([false, []])
  expect(problem).toMatch(words)
  expect(problem).not.toContain(canary)
})

test('TLS, another protocol, a missing host and a forbidden address each have their words', async () => {
  expect((await ask(`https://127.0.0.1:${port}/v1`)).problem).toMatch(
    /No secure connection|closed the connection/,
  )
  const greeter = createTcpServer((socket) => socket.end('220 mail.example ESMTP\r\n'))
  await new Promise<void>((done) => greeter.listen(0, '127.0.0.1', done))
  const { port: mail } = greeter.address() as AddressInfo
  expect((await ask(`http://127.0.0.1:${mail}/v1`)).problem).toContain('does not speak HTTP')
  greeter.close()
  expect((await ask('http://no-such-host.invalid/v1')).problem).toContain('cannot be found')
  for (const host of ['127.0.0.2', '169.254.169.254', '[::1]'])
    expect((await ask(`http://${host}:${port}/v1`)).problem).toContain('Only public addresses')
})
