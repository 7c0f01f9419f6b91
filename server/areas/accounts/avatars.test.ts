import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readPng, writePng } from '../../lib/png.ts'
import { addMember, makeAccount, makeOrganization, type TestApp, testApp } from '../../testing/index.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

const pixels = Buffer.from([200, 30, 40, 255, 10, 220, 60, 255])
const picture = async (): Promise<string> =>
  (await writePng({ width: 2, height: 1, rgba: pixels })).toString('base64')

async function withAvatar() {
  const made = await makeAccount(app)
  const answer = await made.browser.put<{ avatarUrl: string }>('/me/avatar', { image: await picture() })
  expect(answer.status).toBe(200)
  return { ...made, path: answer.body.avatarUrl.replace('/api/v1', '') }
}

describe('avatars', () => {
  test('rule 40: what is served is a PNG of the same pixels, which we wrote, and never anything else', async () => {
    const { browser, path } = await withAvatar()
    const served = await app.fastify.inject({
      url: `/api/v1${path}`,
      cookies: Object.fromEntries(browser.cookies),
    })
    expect(served.statusCode).toBe(200)
    expect(served.headers).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    })
    expect(await readPng(served.rawPayload, { mostPixels: 2 })).toEqual({
      ok: true,
      picture: { width: 2, height: 1, rgba: pixels },
    })
    for (const view of ['/me', '/auth/session']) expect((await browser.get(view)).text).toContain(path)
  })

  test('rule 40: nothing that a file had besides its pixels is served', async () => {
    const { browser } = await makeAccount(app)
    const hidden = '<script>alert(1)</script>'
    const image = Buffer.concat([Buffer.from(await picture(), 'base64'), Buffer.from(hidden)])
    const set = await browser.put<{ avatarUrl: string }>('/me/avatar', { image: image.toString('base64') })
    expect(set.status).toBe(200)
    const cookies = Object.fromEntries(browser.cookies)
    const served = await app.fastify.inject({ url: set.body.avatarUrl, cookies })
    expect(served.statusCode).toBe(200)
    expect(served.rawPayload.includes('script')).toBe(false)
  })

  test('rule 40: SVG, HTML, other pictures, what is cut or too large are refused, and change nothing', async () => {
    const { browser, path } = await withAvatar()
    const large = await writePng({ width: 513, height: 1, rgba: Buffer.alloc(513 * 4) })
    const base64 = (text: string, as: BufferEncoding = 'utf8') => Buffer.from(text, as).toString('base64')
    for (const image of [
      '',
      '!!!',
      base64('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
      base64('<!doctype html><script>alert(1)</script>'),
      base64('ffd8ffe000104a464946', 'hex'),
      base64('GIF89a'),
      (await picture()).slice(0, 40),
      large.toString('base64'),
    ])
      expect((await browser.put('/me/avatar', { image })).body, image.slice(0, 20)).toMatchObject({
        status: 400,
        code: 'invalid_avatar',
        errors: [{ path: 'image' }],
      })
    const huge = await browser.put('/me/avatar', { image: 'A'.repeat(2_200_000) })
    expect(huge.status).toBe(413)
    expect((await browser.get('/me')).body.avatarUrl).toBe(`/api/v1${path}`)
  })

  test('promise 12: who shares no organization with the person gets what an id of nothing gets', async () => {
    const { browser, path, accountId } = await withAvatar()
    const stranger = await makeAccount(app)
    expect((await browser.get(path)).status).toBe(200)
    expect((await stranger.browser.get(path)).body).toMatchObject({ status: 404, code: 'not_found' })
    expect((await stranger.browser.get('/avatars/avt_nothing')).body.code).toBe('not_found')
    expect((await stranger.browser.get('/avatars/%00')).status).toBe(404)
    expect((await app.browser().get(path)).status).toBe(401)
    await addMember(app, await makeOrganization(app, stranger), { accountId }, 'viewer')
    expect((await stranger.browser.get(path)).status).toBe(200)
    const operator = await makeAccount(app, { operator: true })
    expect((await operator.browser.get(path)).status).toBe(200)
  })

  test('another picture replaces it, removing it leaves none; both are recorded', async () => {
    const { browser, path, accountId } = await withAvatar()
    const next = await browser.put<{ avatarUrl: string }>('/me/avatar', { image: await picture() })
    expect(next.body.avatarUrl).not.toBe(`/api/v1${path}`)
    expect((await browser.get(path)).status).toBe(404)
    expect((await browser.delete('/me/avatar')).body.avatarUrl).toBeNull()
    expect((await browser.delete('/me/avatar')).body.avatarUrl).toBeNull()
    expect((await browser.get(next.body.avatarUrl.replace('/api/v1', ''))).status).toBe(404)
    const rows = await app.testStore.store.db
      .selectFrom('audit_events')
      .select('details')
      .where('account_id', '=', accountId)
      .where('act', '=', 'account.updated')
      .execute()
    expect(rows.map(({ details }) => details)).toEqual(new Array(3).fill('{"changed":["avatar"]}'))
  })
})
