import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { KeyView } from '../../../contract/keys.ts'
import { makeAccount, makeKey, type TestApp, testApp } from '../../testing/index.ts'

type List = { items: KeyView[]; nextCursor: string | null }
const dayMs = 86_400_000

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

const inDays = (days: number) => new Date(app.clock.now() + days * dayMs).toISOString()

describe('finding keys', () => {
  test('by id or name; rule 45: search text is text', async () => {
    const ada = await makeAccount(app)
    const names = ['alpha', 'Beta_50%', "O'Brien", 'Straße ÉCOLE', '漢字', 'back\\slash']
    const ids = new Map<string, string>()
    for (const name of names) ids.set(name, (await makeKey(app, { owner: ada, body: { name } })).id)
    const find = async (q: string): Promise<string[]> => {
      for (const path of [`/orgs/${ada.slug}/keys`, '/me/keys']) {
        const answer = await ada.browser.get<List>(`${path}?q=${encodeURIComponent(q)}`)
        expect(answer.status).toBe(200)
        if (path === '/me/keys') return answer.body.items.map(({ name }) => name)
      }
      return []
    }
    expect(await find('ALPHA')).toEqual(['alpha'])
    expect(await find('_50%')).toEqual(['Beta_50%'])
    expect(await find('%')).toEqual(['Beta_50%'])
    expect(await find('_')).toHaveLength(6) // every id holds one
    expect(await find('a_')).toEqual(['Beta_50%'])
    expect(await find("o'b")).toEqual(["O'Brien"])
    expect(await find('école')).toEqual(['Straße ÉCOLE'])
    expect(await find('字')).toEqual(['漢字'])
    expect(await find('\\')).toEqual(['back\\slash'])
    expect(await find(ids.get('alpha') as string)).toEqual(['alpha'])
    for (const q of [
      '%'.repeat(10_000),
      '\\'.repeat(10_000),
      '_'.repeat(9_999),
      'a\0b',
      "'; drop table api_keys; --",
    ])
      expect(await find(q)).toEqual([])
    expect(await find('')).toHaveLength(6)
  })

  test('by status, which agrees with what each key shows', async () => {
    const ada = await makeAccount(app)
    const make = (name: string, body: object = {}) => makeKey(app, { owner: ada, body: { name, ...body } })
    await make('active')
    await make('active later', { expiresAt: inDays(2) })
    const disabled = await make('disabled')
    const revoked = await make('revoked')
    const both = await make('disabled and revoked')
    const expired = await make('expired', { expiresAt: inDays(1) })
    const path = `/orgs/${ada.slug}/keys`
    for (const { id } of [disabled, both]) await ada.browser.patch(`${path}/${id}`, { status: 'disabled' })
    for (const { id } of [revoked, both]) await ada.browser.delete(`${path}/${id}`)
    await app.testStore.store.db
      .updateTable('api_keys')
      .set({ expires_at: app.clock.now() - 1 })
      .where('id', '=', expired.id)
      .execute()
    const names: Record<string, string[]> = {}
    for (const status of ['active', 'pending', 'disabled', 'expired', 'revoked']) {
      const { items } = (await ada.browser.get<List>(`${path}?status=${status}`)).body
      names[status] = items.map(({ name }) => name)
      for (const item of items) expect(item.status).toBe(status)
    }
    expect(names).toEqual({
      active: ['active later', 'active'],
      pending: [],
      disabled: ['disabled'],
      expired: ['expired'],
      revoked: ['disabled and revoked', 'revoked'],
    })
    expect((await ada.browser.get(`${path}?status=gone`)).status).toBe(400)
  })

  test('pages hold every key once, newest first', async () => {
    const ada = await makeAccount(app)
    const made: string[] = []
    for (let i = 0; i < 7; i += 1) made.push((await makeKey(app, { owner: ada })).id)
    for (const path of [`/orgs/${ada.slug}/keys`, '/me/keys']) {
      const seen: string[] = []
      let cursor: string | null = null
      do {
        const query: string = cursor === null ? '' : `&cursor=${cursor}`
        const { body } = await ada.browser.get<List>(`${path}?limit=3${query}`)
        seen.push(...body.items.map(({ id }) => id))
        cursor = body.nextCursor
      } while (cursor !== null)
      expect(seen).toEqual([...made].sort().reverse())
      expect(await ada.browser.get(`${path}?cursor=%00`)).toMatchObject({
        status: 400,
        body: { code: 'invalid_cursor' },
      })
    }
  })
})
