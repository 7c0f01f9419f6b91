import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../testing/index.ts'
import { countTry, type Limit } from './limits.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

const limit = (name: string, tries: number): Limit => ({ name, key: 'ada', tries, seconds: 900 })
const ctx = () => ({ store: app.testStore.store, clock: app.clock })
const used = async (name: string) => {
  const row = await app.testStore.store.db
    .selectFrom('throttles')
    .select('used')
    .where('bucket', 'like', `${name}:%`)
    .executeTakeFirst()
  return Number(row?.used ?? 0)
}
const refused = (act: Promise<unknown>) => expect(act).rejects.toMatchObject({ status: 429 })

describe('rule 34: tries that several limits count', () => {
  test('are counted in their order up to the one that refuses, and stay counted', async () => {
    const three = [limit('wide', 10), limit('narrow', 2), limit('last', 10)]
    for (let i = 0; i < 2; i += 1) await countTry(ctx(), three)
    for (let i = 0; i < 3; i += 1) await refused(countTry(ctx(), three))
    expect([await used('wide'), await used('narrow'), await used('last')]).toEqual([5, 5, 2])
  })

  test('the silent one is counted last, refuses nothing and says when it is used up', async () => {
    const [loud, silent] = [limit('loud', 4), limit('silent', 2)]
    const said: boolean[] = []
    for (let i = 0; i < 4; i += 1) said.push(await countTry(ctx(), [loud], silent))
    expect(said).toEqual([false, false, true, true])
    await refused(countTry(ctx(), [loud], silent))
    expect(await used('silent')).toBe(4)
  })

  test('∥20: none is outrun, and two that share a limit do not wait for each other for ever', async () => {
    const shared = limit('shared', 5)
    const answers = await Promise.allSettled(
      Array.from({ length: 20 }, (_, i) => countTry(ctx(), [shared, limit(`own-${i % 4}`, 100)])),
    )
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(5)
    expect(await used('shared')).toBe(20)
  })
})
