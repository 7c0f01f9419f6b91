import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MadeAccount, makeAccount, type TestApp, testApp } from '../../testing/index.ts'

type View = Record<string, unknown> & { defaults: Record<string, unknown>; lockedByEnvironment: object[] }

let app: TestApp
let operator: MadeAccount
beforeAll(async () => {
  app = await testApp({ PORTICO_STARTING_CREDIT_USD: '' })
  operator = await makeAccount(app, { operator: true })
})
afterAll(() => app.close())

const read = async (): Promise<View> => (await operator.browser.get<View>('/admin/settings')).body
const change = (body: object) => operator.browser.patch<View>('/admin/settings', body)

describe('settings', () => {
  test('promise 9: a change touches only what it names, is obeyed by the next call and is in the audit log', async () => {
    const before = await read()
    expect(before).toMatchObject({
      unpricedModels: 'organizations',
      defaultMaxOutputTokens: 4096,
      sandbox: true,
    })
    const answer = await change({ unpricedModels: 'never', unpricedFallbackUsdPerCall: '0.25' })
    expect(answer.status).toBe(200)
    const changed = { unpricedModels: 'never', unpricedFallbackUsdPerCall: '0.250000000' }
    expect(answer.body).toEqual({ ...before, ...changed })
    expect(await app.services.settings.current()).toMatchObject({
      unpricedModels: 'never',
      unpricedFallbackNanos: 250_000_000n,
    })
    expect(answer.body.defaults).toEqual(before.defaults)
    const [event] = await app.testStore.store.db
      .selectFrom('audit_events')
      .selectAll()
      .where('act', '=', 'settings.updated')
      .execute()
    expect(event?.account_id).toBe(operator.accountId)
    expect(JSON.parse(event?.details ?? '')).toEqual({
      unpricedModels: { from: 'organizations', to: 'never' },
      unpricedFallbackUsdPerCall: { from: '0.000000000', to: '0.250000000' },
    })
  })

  test('promise 9 ∥: changes of different settings at once all hold', async () => {
    const changes = [
      { defaultMaxOutputTokens: 1234 },
      { passwordMinLength: 20 },
      { startingCreditUsd: '0.5' },
      { sandbox: false },
      { unpricedModels: 'organizations' },
    ]
    const answers = await Promise.all([...changes, ...changes, ...changes, ...changes].map(change))
    expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 200))
    expect(await read()).toMatchObject({
      ...Object.assign({}, ...changes),
      startingCreditUsd: '0.500000000',
      unpricedFallbackUsdPerCall: '0.250000000',
    })
    await change({ sandbox: true, passwordMinLength: 15 })
  })

  test('the audit log ∥20: what one change of a setting began with is what the one before it ended with', async () => {
    const { db } = app.testStore.store
    const events = async () => {
      const all = db.selectFrom('audit_events').select('details').where('act', '=', 'settings.updated')
      return (await all.execute()).map(({ details }) => JSON.parse(details) as Record<string, Step>)
    }
    type Step = { from: unknown; to: unknown }
    const begin = await read()
    await db.deleteFrom('settings').where('name', '=', 'unpricedFallbackNanos').execute()
    await db.deleteFrom('audit_events').where('act', '=', 'settings.updated').execute()
    const wanted = Array.from({ length: 20 }, (_, i) => i + 1)
    await Promise.all(
      wanted.map((i) =>
        change({ defaultMaxOutputTokens: 5000 + i, unpricedFallbackUsdPerCall: `0.${i + 10}` }),
      ),
    )
    const end = await read()
    for (const [name, first] of [
      ['defaultMaxOutputTokens', begin.defaultMaxOutputTokens],
      ['unpricedFallbackUsdPerCall', '0.000000000'],
    ] as const) {
      const steps = (await events()).map((details) => details[name] as Step)
      expect(new Set(steps.map(({ to }) => to)).size).toBe(20)
      const after = new Map(steps.map(({ from, to }) => [from, to]))
      expect(after.size, `${name}: no two begin with the same value`).toBe(20)
      let value: unknown = first
      for (const _ of wanted) value = after.get(value)
      expect(value, `${name}: a chain from the first to the last`).toBe(end[name])
    }
  })

  test('what the environment fixes says so and cannot be changed here', async () => {
    const registration = { setting: 'registration', variable: 'PORTICO_REGISTRATION' }
    expect((await read()).lockedByEnvironment).toEqual([registration])
    const answer = await change({ registration: 'closed', passwordMinLength: 30 })
    expect(answer.status).toBe(409)
    expect(answer.body.code).toBe('setting_locked')
    expect(answer.body.detail).toContain('PORTICO_REGISTRATION')
    expect(await read()).toMatchObject({ registration: 'open', passwordMinLength: 15 })
  })

  test.each([
    [{ startingCreditUsd: '-1' }, 'startingCreditUsd'],
    [{ defaultMaxOutputTokens: 1 }, 'defaultMaxOutputTokens'],
    [{ passwordMinLength: 7 }, 'passwordMinLength'],
    [{ unknown: 1 }, ''],
  ])('%j is refused with its path', async (body, path) => {
    const answer = await change(body)
    expect(answer.status).toBe(400)
    expect(answer.body).toMatchObject({ errors: [{ path }] })
  })

  test('without a starting credit decided, open registration gives none', async () => {
    expect((await read()).defaults).toMatchObject({ startingCreditUsd: '0.000000000' })
  })
})
