import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Announcement, Store } from '../../db/store.ts'
import { newId } from '../../lib/id.ts'
import {
  addMember,
  makeAccount,
  makeKey,
  makeOrganization,
  type TestApp,
  testApp,
} from '../../testing/index.ts'
import type { RecordIp } from './recorded-ip.ts'
import { newKeySecret } from './secret.ts'
import { createKeyVerifier, type KeyVerifier, type VerifiedKey } from './verifier.ts'

let app: TestApp
let verifier: KeyVerifier
beforeAll(async () => {
  app = await testApp()
  verifier = app.services.keys
})
afterAll(() => app.close())

const codeOf = async (secret: string | undefined, from = verifier) => {
  const verified = await from.verify(secret)
  return verified.ok ? 'ok' : verified.code
}
const keyRow = (id: string) =>
  app.testStore.store.db.selectFrom('api_keys').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

/** The store with its queries counted and, while `held` is set, kept waiting after they read. */
function watchedStore() {
  const { store } = app.testStore
  const state = { queries: 0, hold: null as Promise<void> | null, away: false }
  const listeners = new Set<(announcement: Announcement) => void>()
  const db = store.db.withPlugin({
    transformQuery: ({ node }) => {
      state.queries += 1
      return node
    },
    transformResult: async ({ result }) => {
      await state.hold
      if (state.away) throw new Error('the database is away')
      return result
    },
  })
  const watched: Store = {
    ...store,
    db,
    onAnnouncement(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  const announce = (announcement: Announcement): void => {
    for (const listener of listeners) listener(announcement)
  }
  return { watched, state, announce }
}

function release(): { promise: Promise<void>; open(): void } {
  let open = () => {}
  const promise = new Promise<void>((resolve) => {
    open = resolve
  })
  return { promise, open: () => open() }
}

describe('verifying', () => {
  test('answers without a promise for a key in memory, with what admission needs', async () => {
    const body = {
      models: ['a', 'b'],
      ipAllowlist: ['203.0.113.0/24'],
      scopes: ['models:call', 'models:read'],
    }
    const { id, secret, owner, organizationId, slug } = await makeKey(app, { body })
    await verifier.verify(secret)
    const verified = verifier.verify(secret)
    expect(verified).not.toBeInstanceOf(Promise)
    const { ok, key } = verified as VerifiedKey
    expect(ok).toBe(true)
    expect(key).toMatchObject({
      keyId: id,
      organizationId,
      organizationSlug: slug,
      accountId: owner.accountId,
    })
    expect(key?.policy).toEqual({ acceptUnpricedModels: false, recordIp: 'off' })
    expect([...(key?.models ?? [])]).toEqual(['a', 'b'])
    expect([...(key?.scopes ?? [])]).toEqual(['models:call', 'models:read'])
    expect(key?.networks?.has('203.0.113.9')).toBe(true)
    expect(key?.networks?.has('203.0.114.9')).toBe(false)
  })

  test('rule 49: nothing, an unknown id, a wrong secret and a bad paste are refused alike, and say no key', async () => {
    const { id, secret } = await makeKey(app)
    const refused = { ok: false, code: 'invalid_api_key', key: null }
    const texts = [undefined, '', 'pk_', 'null', secret.slice(0, -1), `${secret} `, secret.toUpperCase()]
    for (const text of [...texts, newKeySecret(id).secret, newKeySecret(newId('key', Date.now())).secret])
      expect(await verifier.verify(text)).toEqual(refused)
    expect(await codeOf(secret)).toBe('ok')
    expect((await app.browser().get('/whoami')).status).toBe(401)
  })

  test('a bad paste costs no look-up; a key costs one, however many ask at once', async () => {
    const { secret } = await makeKey(app)
    const { watched, state } = watchedStore()
    const own = createKeyVerifier({ ...app.deps, store: watched })
    const wrong = secret[40] === 'x' ? 'y' : 'x'
    expect(await codeOf(`${secret.slice(0, 40)}${wrong}${secret.slice(41)}`, own)).toBe('invalid_api_key')
    expect(state.queries).toBe(0)
    const answers = await Promise.all(Array.from({ length: 20 }, () => codeOf(secret, own)))
    expect(new Set(answers)).toEqual(new Set(['ok']))
    expect(await codeOf(newKeySecret('key_0').secret, own)).toBe('invalid_api_key')
    expect(state.queries).toBe(1)
    await own.close()
  })

  test('promise 8: what was read before an announcement is neither answered nor kept', async () => {
    for (const kind of ['key', 'organization', 'account'] as const) {
      const { id, secret, organizationId, owner } = await makeKey(app)
      const about = { key: id, organization: organizationId, account: owner.accountId }[kind]
      const { watched, state, announce } = watchedStore()
      const own = createKeyVerifier({ ...app.deps, store: watched })
      const gate = release()
      state.hold = gate.promise
      const answer = codeOf(secret, own)
      await expect.poll(() => state.queries).toBe(1)
      // The first reading has seen a good key by now; then it is revoked.
      await new Promise((resolve) => setTimeout(resolve, 20))
      const { db } = app.testStore.store
      await db.updateTable('api_keys').set({ revoked_at: 1 }).where('id', '=', id).execute()
      announce({ kind, id: about })
      const later = codeOf(secret, own)
      state.hold = null
      gate.open()
      expect(await answer).toBe('revoked_api_key')
      expect(await later).toBe('revoked_api_key')
      expect(await codeOf(secret, own)).toBe('revoked_api_key')
      expect(state.queries).toBe(2)
      await own.close()
    }
  })

  test('an announcement about something else leaves a key in memory', async () => {
    const { secret } = await makeKey(app)
    const { watched, state, announce } = watchedStore()
    const own = createKeyVerifier({ ...app.deps, store: watched })
    await own.verify(secret)
    announce({ kind: 'key', id: 'key_other' })
    announce({ kind: 'organization', id: 'org_other' })
    announce({ kind: 'account', id: 'acc_other' })
    announce({ kind: 'meter', id: null })
    await own.verify(secret)
    expect(state.queries).toBe(1)
    for (const kind of ['key', 'organization', 'account'] as const) {
      announce({ kind, id: null })
      await own.verify(secret)
    }
    expect(state.queries).toBe(4)
    await own.close()
  })

  test('keeps the keys that are used when memory is full', async () => {
    const secrets: string[] = []
    const owner = await makeAccount(app)
    for (let i = 0; i < 6; i += 1) secrets.push((await makeKey(app, { owner })).secret)
    const { watched, state } = watchedStore()
    const own = createKeyVerifier({ ...app.deps, store: watched }, { most: 3 })
    const [busy = '', ...others] = secrets
    await own.verify(busy)
    for (const other of others) {
      expect(own.verify(busy)).not.toBeInstanceOf(Promise)
      await own.verify(other)
    }
    expect(own.verify(busy)).not.toBeInstanceOf(Promise)
    expect(own.verify(others[0])).toBeInstanceOf(Promise)
    expect(state.queries).toBe(7)
    await own.close()
  })

  test('promise 13: while the database does not answer nobody gets in, and afterwards it works again', async () => {
    const { secret } = await makeKey(app)
    const { watched, state } = watchedStore()
    const own = createKeyVerifier({ ...app.deps, store: watched })
    state.away = true
    await expect(own.verify(secret)).rejects.toThrow('away')
    state.away = false
    expect(await codeOf(secret, own)).toBe('ok')
    await own.close()
  })
})

describe('promise 8: the next call on this node obeys', () => {
  test('disabling, enabling, expiry by the clock, revoking; each says which key it was', async () => {
    const expiresAt = new Date(app.clock.now() + 3_600_000).toISOString()
    const { id, slug, owner, secret } = await makeKey(app, { body: { expiresAt } })
    const path = `/orgs/${slug}/keys/${id}`
    const look = async () => {
      const verified = await verifier.verify(secret)
      return [verified.ok ? 'ok' : verified.code, verified.key?.keyId]
    }
    expect(await look()).toEqual(['ok', id])
    await owner.browser.patch(path, { status: 'disabled' })
    expect(await look()).toEqual(['disabled_api_key', id])
    await owner.browser.patch(path, { status: 'active' })
    expect(await look()).toEqual(['ok', id])
    app.clock.advance(3_600_001)
    expect(await look()).toEqual(['expired_api_key', id])
    const program = await app.browser().get('/whoami', { authorization: `bearer ${secret}` })
    expect(program).toMatchObject({ status: 401, body: { code: 'expired_api_key' } })
    await owner.browser.delete(path)
    expect(await look()).toEqual(['revoked_api_key', id])
  })

  test('models, scopes, allowlist and policy', async () => {
    const { id, slug, owner, secret } = await makeKey(app)
    const record = async () => {
      const { key } = await verifier.verify(secret)
      return [[...(key?.models ?? ['all'])], [...(key?.scopes ?? [])], key?.policy.recordIp]
    }
    expect(await record()).toEqual([['all'], ['models:call'], 'off'])
    await owner.browser.patch(`/orgs/${slug}/keys/${id}`, { models: ['m'], scopes: ['models:read'] })
    expect(await record()).toEqual([['m'], ['models:read'], 'off'])
    await owner.browser.patch(`/orgs/${slug}/policy`, { recordIp: 'full', acceptUnpricedModels: true })
    expect(await record()).toEqual([['m'], ['models:read'], 'full'])
    expect((await app.browser().get('/whoami', { authorization: `Bearer ${secret}` })).status).toBe(200)
    await owner.browser.patch(`/orgs/${slug}/keys/${id}`, { ipAllowlist: ['203.0.113.0/24'] })
    expect(await app.browser().get('/whoami', { authorization: `Bearer ${secret}` })).toMatchObject({
      status: 403,
      body: { code: 'ip_not_allowed' },
    })
  })

  test('rule 44: a key stops when its person is disabled, leaves, or may no longer call', async () => {
    const { store } = app.testStore
    const organization = await makeOrganization(app)
    const acts: ((accountId: string) => Promise<unknown>)[] = [
      (accountId) =>
        store.db.updateTable('accounts').set({ disabled_at: 1 }).where('id', '=', accountId).execute(),
      (accountId) => store.db.deleteFrom('memberships').where('account_id', '=', accountId).execute(),
      (accountId) =>
        store.db
          .updateTable('memberships')
          .set({ role: 'viewer' })
          .where('account_id', '=', accountId)
          .execute(),
    ]
    for (const act of acts) {
      const owner = await makeAccount(app)
      await addMember(app, organization, owner, 'member')
      const { id, secret } = await makeKey(app, { owner, organization })
      expect(await codeOf(secret)).toBe('ok')
      await act(owner.accountId)
      await store.publish({ kind: 'account', id: owner.accountId })
      expect(await verifier.verify(secret)).toMatchObject({ code: 'disabled_api_key', key: { keyId: id } })
      const seen = await organization.owner.browser.get(`/orgs/${organization.slug}/keys/${id}`)
      expect(seen.body.status).toBe('disabled')
    }
  })
})

describe('the last use of a key', () => {
  test('is written at most once a minute, beside the call', async () => {
    const { id, slug, owner, secret } = await makeKey(app)
    const use = async () => {
      for (let i = 0; i < 5; i += 1) await app.browser().get('/whoami', { authorization: `Bearer ${secret}` })
      await verifier.flush()
      return (await keyRow(id)).last_used_at
    }
    const first = await use()
    expect(first).toBeGreaterThan(app.clock.now() - 10_000)
    app.clock.advance(50_000)
    expect(await use()).toBe(first)
    app.clock.advance(10_001)
    const second = await use()
    expect(second).toBeGreaterThan((first as number) + 60_000)
    const { body } = await owner.browser.get(`/orgs/${slug}/keys/${id}`)
    expect(body.lastUsedAt).toBe(new Date(second as number).toISOString())
    // Another node that noted the same minute changes nothing.
    const other = createKeyVerifier(app.deps)
    app.clock.advance(30_000)
    other.noteUse(id, null)
    await other.close()
    expect((await keyRow(id)).last_used_at).toBe(second)
  })

  test('promise 10: keeps the address only as the policy says when it is written', async () => {
    const { id, slug, owner } = await makeKey(app)
    const kept: Record<RecordIp, string | null> = {
      off: null,
      truncated: '203.0.113.0',
      full: '203.0.113.77',
    }
    for (const recordIp of ['off', 'full', 'truncated', 'off'] as const) {
      await owner.browser.patch(`/orgs/${slug}/policy`, { recordIp })
      app.clock.advance(60_001)
      verifier.noteUse(id, '203.0.113.77')
      await verifier.flush()
      expect((await keyRow(id)).last_used_ip).toBe(kept[recordIp])
    }
    // Switched off, and erased, between the call and the writing.
    await owner.browser.patch(`/orgs/${slug}/policy`, { recordIp: 'full' })
    app.clock.advance(60_001)
    verifier.noteUse(id, '203.0.113.77')
    await owner.browser.patch(`/orgs/${slug}/policy`, { recordIp: 'off', eraseStoredIps: true })
    await verifier.flush()
    expect(await keyRow(id)).toMatchObject({ last_used_ip: null, last_used_at: expect.any(Number) })
  })
})
