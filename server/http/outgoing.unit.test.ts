import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Agent, request } from 'undici'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createOutgoing, isAddressNotAllowed, type Resolve } from './outgoing.ts'

const names: Record<string, { address: string; family: number }[]> = {
  'public.test': [{ address: '8.8.8.8', family: 4 }],
  'inner.test': [{ address: '127.0.0.1', family: 4 }],
  'mixed.test': [
    { address: '10.1.2.3', family: 4 },
    { address: '127.0.0.1', family: 4 },
  ],
  'mapped.test': [{ address: '::ffff:127.0.0.1', family: 6 }],
  'empty.test': [],
}
let lookups = 0
const resolve: Resolve = (host, done) => {
  lookups++
  const found = names[host]
  done(
    found === undefined ? Object.assign(new Error(`no ${host}`), { code: 'ENOTFOUND' }) : null,
    found ?? [],
  )
}
const strict = createOutgoing({ allowPrivateNetworks: [], resolve })
const home = createOutgoing({ allowPrivateNetworks: ['127.0.0.0/8'], resolve })

describe('rule 38 when saving', () => {
  test.each([
    ['https://public.test/v1', 'ok'],
    ['http://8.8.8.8:8080/v1', 'ok'],
    ['https://[2606:4700:4700::1111]/v1', 'ok'],
    ['', 'invalid_url'],
    ['public.test/v1', 'invalid_url'],
    ['https://', 'invalid_url'],
    ['ftp://public.test', 'url_not_http'],
    ['file:///etc/passwd', 'url_not_http'],
    ['javascript:alert(1)', 'url_not_http'],
    ['https://user:secret@public.test', 'url_has_credentials'],
    ['https://nowhere.test', 'url_unresolved'],
    ['https://empty.test', 'url_unresolved'],
    ['https://inner.test', 'url_not_allowed'],
    ['https://mapped.test', 'url_not_allowed'],
    ['http://127.0.0.1', 'url_not_allowed'],
    ['http://[::1]:3000', 'url_not_allowed'],
    ['http://[::ffff:127.0.0.1]', 'url_not_allowed'],
    ['http://[64:ff9b::7f00:1]', 'url_not_allowed'],
    ['http://169.254.169.254/latest/meta-data', 'url_not_allowed'],
    // odd spellings of addresses, public ones too
    ['http://2130706433', 'url_not_allowed'],
    ['http://0x7f000001', 'url_not_allowed'],
    ['http://0177.0.0.1', 'url_not_allowed'],
    ['http://127.1', 'url_not_allowed'],
    ['http://134744072', 'url_not_allowed'],
    ['http://8.8.2056', 'url_not_allowed'],
    ['http://⑧.⑧.⑧.⑧', 'url_not_allowed'],
    ['http:\\\\8.8.8.8', 'url_not_allowed'],
  ])('%s: %s', async (url, outcome) => {
    const checked = await strict.checkUrl(url)
    expect(checked.ok ? 'ok' : checked.code).toBe(outcome)
    if (!checked.ok) expect(checked.message.length).toBeGreaterThan(20)
  })

  test('the operator’s list opens its networks, by name and by number', async () => {
    expect(await home.checkUrl('http://inner.test')).toMatchObject({ ok: true })
    expect(await home.checkUrl('http://127.0.0.1:11434/v1')).toMatchObject({ ok: true })
    expect(await home.checkUrl('http://10.0.0.1')).toMatchObject({ ok: false })
    expect(await home.checkUrl('http://2130706433')).toMatchObject({ ok: false })
  })

  test('this machine’s own resolver: localhost is refused', async () => {
    const real = createOutgoing({ allowPrivateNetworks: [] })
    expect(await real.checkUrl('http://localhost:3000')).toMatchObject({ ok: false, code: 'url_not_allowed' })
  })
})

describe('rule 38 when connecting', () => {
  let server: Server
  let port = 0
  let connections = 0
  beforeAll(async () => {
    server = createServer((_request, response) => {
      response.end('reached')
    })
    server.on('connection', () => {
      connections++
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    port = (server.address() as AddressInfo).port
  })
  afterAll(() => void server.close())

  async function get(host: string, outgoing = strict): Promise<string> {
    const dispatcher = new Agent({ connect: outgoing.connector() })
    try {
      return await (await request(`http://${host}:${port}/`, { dispatcher })).body.text()
    } finally {
      await dispatcher.close()
    }
  }

  test.each([
    '127.0.0.1',
    '[::1]',
    '[::ffff:127.0.0.1]',
    'inner.test',
    'mixed.test',
    'mapped.test',
    'localhost',
  ])('%s is refused without even a connection', async (host) => {
    const outgoing = host === 'localhost' ? createOutgoing({ allowPrivateNetworks: [] }) : strict
    connections = 0
    const error = await get(host, outgoing).catch((thrown: unknown) => thrown)
    expect(isAddressNotAllowed(error)).toBe(true)
    expect(connections).toBe(0)
  })

  test('permitted: the one lookup decides, and the permitted one of several addresses is used', async () => {
    lookups = 0
    expect(await get('inner.test', home)).toBe('reached')
    expect(lookups).toBe(1)
    expect(await get('mixed.test', home)).toBe('reached')
    expect(await get('127.0.0.1', home)).toBe('reached')
  })

  test('a name that changes its address after it was saved is refused (rebinding)', async () => {
    let turn = 0
    const rebinding = createOutgoing({
      allowPrivateNetworks: [],
      resolve: (_host, done) => done(null, [{ address: turn++ === 0 ? '8.8.8.8' : '127.0.0.1', family: 4 }]),
    })
    expect(await rebinding.checkUrl('http://turning.test')).toMatchObject({ ok: true })
    expect(isAddressNotAllowed(await get('turning.test', rebinding).catch((thrown: unknown) => thrown))).toBe(
      true,
    )
  })

  test('an unknown name fails as such', async () => {
    expect(await get('nowhere.test').catch((thrown: unknown) => thrown)).toMatchObject({ code: 'ENOTFOUND' })
  })
})
