import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openTestStore, type TestClock, type TestStore, testClock } from '../../testing/index.ts'
import { addOperatorPrice, endOperatorPrices, readPriceInput } from './operator-prices.ts'
import { createPriceBook, type PriceBook } from './price-book.ts'
import { costOf, listSeed, ratesFromJson, seedPrices } from './prices/index.ts'

const day = 86_400_000

let opened: TestStore
let clock: TestClock
let book: PriceBook
beforeEach(async () => {
  opened = await openTestStore()
  clock = testClock()
  book = createPriceBook({ store: opened.store, clock })
})
afterEach(async () => {
  book.close()
  await opened.close()
})

async function setPrice(model: string, input: string | null, effectiveFrom: number | null = null) {
  const now = clock.now()
  const usd = input === null ? {} : { ratesUsdPerMillion: { input } }
  const state = input === null ? 'free' : 'priced'
  const read = readPriceInput({ model, state, effectiveFrom, usd }, now)
  return opened.store.transaction((tx) =>
    addOperatorPrice(opened.store, tx, { ...read, accountId: 'acc_test', now }),
  )
}
function endPrices(model: string): Promise<string[]> {
  return opened.store.transaction((tx) => endOperatorPrices(opened.store, tx, model, clock.now()))
}
async function priceOf(model: string, provider: string | null = null) {
  await book.ensure([{ model, provider }])
  await book.ready()
  return book.lookup({ model, provider }, clock.now())
}

describe("a model's price", () => {
  test("is the operator's own before any list's, and the list's again when that one ends", async () => {
    const listed = await priceOf('gpt-4o', 'openai')
    expect(listed).toMatchObject({ source: 'seed', provider: 'openai', model: 'gpt-4o' })
    const own = await setPrice('gpt-4o', '7')
    expect(await priceOf('gpt-4o', 'openai')).toMatchObject({
      id: own.id,
      source: 'operator',
      provider: null,
    })
    expect((await priceOf('gpt-4o'))?.id).toBe(own.id)
    clock.advance(5)
    expect(await endPrices('gpt-4o')).toEqual([own.id])
    expect((await priceOf('gpt-4o', 'openai'))?.id).toBe(listed?.id)
    expect(await priceOf('gpt-4o')).toBeNull()
  })

  test('of a local llama is nobody else’s: unpriced until somebody prices it', async () => {
    expect(await priceOf('llama-3.3-70b-versatile', 'groq')).not.toBeNull()
    expect(await priceOf('llama-3.3-70b-versatile')).toBeNull()
    expect(await priceOf('gpt-4o')).toBeNull()
    expect(await priceOf('llama-3.3-70b-versatile', 'openai')).toBeNull()
  })

  test('can be free, which is not the same as unpriced', async () => {
    await setPrice('llama', null)
    const price = await priceOf('llama')
    expect(price?.state).toBe('free')
    expect(costOf(price as NonNullable<typeof price>, { input: 1000n }).costNanos).toBe(0n)
  })

  test('changes for the next lookup, while the version before it stays as it was for its records', async () => {
    const first = await setPrice('m', '1')
    expect((await priceOf('m'))?.id).toBe(first.id)
    clock.advance(1000)
    const second = await setPrice('m', '2')
    expect((await priceOf('m'))?.id).toBe(second.id)
    const row = await opened.store.db
      .selectFrom('prices')
      .selectAll()
      .where('id', '=', first.id)
      .executeTakeFirstOrThrow()
    expect(ratesFromJson(row.rates)).toEqual({ input: 1_000_000n })
    expect(book.lookup({ model: 'm', provider: null }, first.effectiveFrom)?.id).toBe(first.id)
  })

  test('comes into force by the clock, with nobody announcing it', async () => {
    const now = await setPrice('m', '1')
    const later = await setPrice('m', '2', clock.now() + day)
    expect((await priceOf('m'))?.id).toBe(now.id)
    expect(book.operatorPrices(clock.now()).map((price) => price.id)).toEqual([now.id, later.id])
    clock.advance(day)
    expect(book.lookup({ model: 'm', provider: null }, clock.now())?.id).toBe(later.id)
    expect(book.operatorPrices(clock.now()).map((price) => price.id)).toEqual([later.id])
  })

  test('that was to come ends with the rest, and one for the same moment gives way', async () => {
    const start = clock.now() + day
    const typo = await setPrice('m', '1', start)
    const right = await setPrice('m', '2', start)
    await book.ready()
    expect(book.operatorPrices(clock.now()).map((price) => price.id)).toEqual([right.id])
    expect(book.lookup({ model: 'm', provider: null }, start)?.id).toBe(right.id)
    expect(typo.id).not.toBe(right.id)
    await endPrices('m')
    clock.advance(2 * day)
    expect(await priceOf('m')).toBeNull()
  })
})

describe('what a record can point at', () => {
  test('is a row: prices of a list are written down before anybody is told them, once, by whoever comes first', async () => {
    expect(() => book.lookup({ model: 'gpt-4o', provider: 'openai' }, 0)).toThrow('ready()')
    await book.ready()
    expect(() => book.lookup({ model: 'gpt-4o', provider: 'openai' }, 0)).toThrow('not ensured')
    const models = ['gpt-4o', 'gpt-4o-mini', 'gpt-4o', 'no-such-model'].map((model) => ({
      model,
      provider: 'openai',
    }))
    const other = createPriceBook({ store: opened.store, clock })
    await Promise.all([book.ensure(models), other.ensure(models.toReversed()), book.ensure(models)])
    other.close()
    const rows = await opened.store.db.selectFrom('prices').selectAll().orderBy('id').execute()
    const listed = ['gpt-4o', 'gpt-4o-mini'].flatMap((model) => seedPrices('openai', model) ?? [])
    expect(rows.map((row) => row.id)).toEqual(listed.map((version) => version.id).sort())
    for (const row of rows) {
      expect(row).toMatchObject({ source: 'seed', provider: 'openai', ended_at: null })
      expect(ratesFromJson(row.rates)).toEqual(listed.find((version) => version.id === row.id)?.rates)
    }
    expect(book.lookup({ model: 'no-such-model', provider: 'openai' }, clock.now())).toBeNull()
  })

  test('holds for thousands of models of one upstream', async () => {
    const models = listSeed('openrouter').map(({ model }) => ({ model, provider: 'openrouter' }))
    await book.ensure(models)
    await book.ready()
    const priced = models.map((one) => book.lookup(one, clock.now())).filter((price) => price !== null)
    expect(priced.length).toBeGreaterThan(300)
    const kept = new Set(
      (await opened.store.db.selectFrom('prices').select('id').execute()).map(({ id }) => id),
    )
    expect(priced.every((price) => kept.has(price.id))).toBe(true)
  })
})
