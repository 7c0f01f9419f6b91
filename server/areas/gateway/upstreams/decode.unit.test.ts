import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createOutgoing } from '../../../http/outgoing.ts'
import { createOpenAiUpstream } from './openai.ts'
import { isUpstreamFailure, type Upstream } from './types.ts'

const words = JSON.stringify({ choices: [], text: 'said once and again, '.repeat(200) })
const bodies: Record<string, Buffer> = {
  gzip: gzipSync(words),
  br: brotliCompressSync(words),
  broken: Buffer.from('not gzip'),
  zstd: Buffer.from(words),
  identity: Buffer.from(words),
}
const asked: (string | undefined)[] = []
const server = createServer((request, response) => {
  const model = String(request.headers['x-request-id']).slice('req_'.length)
  asked.push(request.headers['accept-encoding'] as string | undefined)
  request.resume().on('end', () => {
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-encoding': model === 'broken' ? 'gzip' : model,
    })
    response.end(bodies[model])
  })
})
let port = 0
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterAll(() => void server.close())

async function read(encoding: string, limitBytes = 1_000_000): Promise<string> {
  const outgoing = createOutgoing({ allowPrivateNetworks: ['127.0.0.0/8'] })
  const upstream: Upstream = createOpenAiUpstream({
    baseUrl: `http://127.0.0.1:${port}/`,
    credential: null,
    outgoing,
  })
  try {
    const body = Buffer.from('{}')
    const reply = await upstream.send({
      endpoint: 'chat.completions',
      body,
      stream: false,
      requestId: `req_${encoding}`,
    })
    return (await reply.body.bytes(limitBytes)).toString('utf8')
  } catch (error) {
    return isUpstreamFailure(error) ? error.upstreamFailure : String(error)
  } finally {
    await upstream.close()
  }
}

test('a reply that an upstream compressed unasked is decoded, within the same limit', async () => {
  for (const encoding of ['gzip', 'br', 'identity']) expect(await read(encoding), encoding).toBe(words)
  expect(await read('gzip', 2000)).toBe('too_large')
  expect(await read('broken')).toBe('broken')
  expect(await read('zstd')).toBe('broken')
  expect(
    asked.every((one) => one === undefined),
    'nobody asks for compression',
  ).toBe(true)
})
