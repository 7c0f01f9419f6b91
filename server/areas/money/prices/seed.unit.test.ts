import { calcPrice, findProvider } from '@pydantic/genai-prices'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Buckets } from './buckets.ts'
import { costOf, priceAt } from './price.ts'
import { listSeed, providerForBaseUrl, seedPrices, seedProviders } from './seed.ts'

const all = listSeed()
const mapped = all.flatMap((row) => (row.prices ? [{ ...row, prices: row.prices }] : []))

/** Models with prices by time of day: charged at their dearest hour, so never below the package's figure. */
const BY_TIME_OF_DAY = new Set(['deepseek-chat', 'deepseek-reasoner', 'deepseek-v4-flash', 'deepseek-v4-pro'])

const usage = fc.record({
  // Sizes on both sides of the published thresholds (200 000, 272 000 …).
  input: fc.oneof(
    fc.nat(10_000),
    fc.nat(400_000),
    fc.constantFrom(200_000, 200_001, 271_999, 272_000, 272_001),
  ),
  cache_read: fc.nat(50_000),
  cache_write_5m: fc.nat(5_000),
  cache_write_1h: fc.nat(5_000),
  audio_input: fc.nat(5_000),
  image_input: fc.nat(5_000),
  output: fc.nat(50_000),
  reasoning: fc.nat(20_000),
  audio_output: fc.nat(5_000),
  image_output: fc.nat(5_000),
  second: fc.nat(500),
  at: fc.date({ min: new Date('2025-01-01'), max: new Date('2027-06-01'), noInvalidDate: true }),
})
type Usage = typeof usage extends fc.Arbitrary<infer T> ? T : never

/** The same usage in the package's inclusive units; a kind that overlaps another must be said to be zero. */
function inclusive(u: Usage): Record<string, number> {
  return {
    input_tokens:
      u.input + u.cache_read + u.cache_write_5m + u.cache_write_1h + u.audio_input + u.image_input,
    cache_read_tokens: u.cache_read,
    cache_write_tokens: u.cache_write_5m + u.cache_write_1h,
    cache_write_1h_tokens: u.cache_write_1h,
    input_audio_tokens: u.audio_input,
    input_image_tokens: u.image_input,
    cache_audio_read_tokens: 0,
    cache_image_read_tokens: 0,
    output_tokens: u.output + u.reasoning + u.audio_output + u.image_output,
    output_reasoning_tokens: u.reasoning,
    output_audio_tokens: u.audio_output,
    output_image_tokens: u.image_output,
    output_citation_tokens: 0,
    audio_seconds: u.second,
    input_audio_seconds: u.second,
  }
}

function disjoint({ at: _, ...quantities }: Usage): Buckets {
  const buckets = Object.entries(quantities).map(([name, quantity]) => [name, BigInt(quantity)])
  return { ...Object.fromEntries(buckets), request: 1n }
}

describe('prices from the list agree with the list', () => {
  test('every model that maps costs what calcPrice says, to the nano-dollar', () => {
    let compared = 0
    for (const row of mapped) {
      const provider = findProvider({ providerId: row.provider })
      // The package looks a model up by name; take the very one, so that names of several clauses do not interfere.
      const models = provider!.models.filter((model) => model.id === row.model)
      const only = { ...provider!, models: models.map((model) => ({ ...model, match: { equals: 'probe' } })) }
      fc.assert(
        fc.property(usage, (u) => {
          const price = priceAt(row.prices, u.at.getTime())!
          const theirs = calcPrice(inclusive(u), 'probe', { provider: only, timestamp: u.at })!
          const buckets = disjoint(u)
          const oursUsd = Number(costOf(price, buckets).costNanos) / 1e9
          if (row.provider === 'deepseek' && BY_TIME_OF_DAY.has(row.model)) {
            expect(oursUsd).toBeGreaterThanOrEqual(theirs.total_price - 1e-9)
          } else {
            const units = Object.values(buckets).reduce((sum, quantity) => sum + Number(quantity), 0)
            const roundedUpUsd = price.exact ? 0 : units * 1e-12
            expect(oursUsd - theirs.total_price).toBeGreaterThan(-1e-9)
            expect(oursUsd - theirs.total_price).toBeLessThan(1e-9 + roundedUpUsd)
          }
          compared++
        }),
        { numRuns: row.prices.length > 1 ? 100 : 10 },
      )
    }
    expect(compared).toBeGreaterThan(15_000)
  })

  test('only so many models are left out, each with its reason', () => {
    const refused: Record<string, number> = {}
    for (const { prices, refused: reason } of all) {
      expect(prices === null).toBe(reason !== null)
      if (reason) refused[reason] = (refused[reason] ?? 0) + 1
    }
    expect(refused).toEqual({
      'no figure': 163,
      'a minimum of 10 seconds a request': 2,
      'no bucket for input_document_kpages': 6,
      'no bucket for input_text_messages_kcount': 3,
      'no bucket for input_video_mtok': 2,
      'no bucket for output_video_mtok': 1,
    })
  })

  test('a web or file search is charged at the dearer of the two', () => {
    const [price] = seedPrices('openai', 'gpt-4o')!
    expect(costOf(price!, { search: 1n }).costNanos).toBe(10_000_000n)
  })
})

describe("a model is priced from its own provider's list only", () => {
  test.each([
    ['https://api.openai.com/v1', 'openai'],
    ['https://API.OpenAI.com:443/v1/', 'openai'],
    ['https://api.moonshot.cn/v1', 'moonshotai'],
    ['https://acme.openai.azure.com/openai/v1', 'azure'],
    ['https://generativelanguage.googleapis.com/v1beta/openai', 'google'],
    ['https://router.huggingface.co/groq/openai/v1', 'huggingface_groq'],
    ['https://api.openai.com.example/v1', null],
    ['https://api.openai.community/v1', null],
    ['https://api.moonshot.evil.example/v1', null],
    ['https://api.openai.com@example.org/v1', null],
    ['http://localhost:11434/v1', null],
    ['not a url', null],
  ])('%s belongs to %s', (url, provider) => {
    expect(providerForBaseUrl(url)).toBe(provider)
  })

  test('names are matched as the list says', () => {
    const id = (provider: string, name: string) => seedPrices(provider, name)?.[0]?.model
    expect(id('openai', ' GPT-4o-Mini ')).toBe('gpt-4o-mini')
    expect(id('openai', 'gpt-4o-2024-08-06')).toBe('gpt-4o')
    for (const name of ['claude-sonnet-4-5-20250929', 'claude-opus-4-6'])
      expect(id('anthropic', name)).toBe(calcPrice({}, name, { providerId: 'anthropic' })?.model.id)
  })

  test('every name of the list finds what the package finds', () => {
    for (const { provider, model } of all) {
      const theirs = calcPrice({}, model, { provider: findProvider({ providerId: provider })! })?.model.id
      const own = all.some((row) => row.provider === provider && row.model === theirs && row.prices)
      if (theirs && own) expect(seedPrices(provider, model)?.[0]?.model).toBe(theirs)
    }
  })

  test("no stranger's price: other providers, fallbacks of the package, unknown names", () => {
    expect(seedPrices('voyageai', 'gpt-4o')).toBeNull()
    expect(calcPrice({}, 'claude-opus-4-6', { providerId: 'azure' })).not.toBeNull()
    expect(seedPrices('azure', 'claude-opus-4-6')).toBeNull()
    expect(seedPrices('openai', 'llama')).toBeNull()
    expect(seedPrices('open', 'gpt-4o')).toBeNull()
    expect(seedProviders().map(({ id }) => id)).toContain('openai')
  })
})

describe('versions by date', () => {
  test('a price that changed has its versions, the first for all time before', () => {
    const versions = seedPrices('openai', 'o3')!
    expect(versions.map((version) => version.effectiveFrom)).toEqual([0, Date.parse('2025-06-10T00:00:00Z')])
    expect(versions[0]?.rates.input).toBe(10_000_000n)
    expect(versions[1]?.rates.input).toBe(2_000_000n)
  })

  test('prices by time of day become the dearest of the day', () => {
    const [chat, ...rest] = seedPrices('deepseek', 'deepseek-chat')!
    expect(rest).toEqual([])
    expect(chat?.rates).toEqual({ input: 270_000n, cache_read: 70_000n, output: 1_100_000n })
  })
})

test('price ids are unique in the whole list', () => {
  const ids = mapped.flatMap((row) => row.prices.map((price) => price.id))
  expect(new Set(ids).size).toBe(ids.length)
})
