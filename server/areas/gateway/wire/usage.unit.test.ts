import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseChatRequest } from './request.ts'
import { readUsage, usageBounds } from './usage.ts'

const bounds = { input: 1_000_000, output: 1_000_000 }

describe('usage is normalised to disjoint buckets', () => {
  test.each([
    [
      { prompt_tokens: 12, completion_tokens: 5, total_tokens: 17 },
      { input: 12n, output: 5n },
    ],
    [
      { prompt_tokens: 12, completion_tokens: 5 },
      { input: 12n, output: 5n },
    ],
    [
      {
        prompt_tokens: 100,
        completion_tokens: 50,
        total_tokens: 150,
        prompt_tokens_details: { cached_tokens: 30, audio_tokens: 10 },
        completion_tokens_details: { reasoning_tokens: 20, audio_tokens: 5, accepted_prediction_tokens: 0 },
      },
      { input: 70n, cache_read: 20n, audio_input: 10n, output: 25n, reasoning: 20n, audio_output: 5n },
    ],
    [{ prompt_tokens: 8, total_tokens: 8 }, { input: 8n }],
    [{ total_tokens: 8 }, { input: 8n }],
    [
      {
        prompt_tokens: 8,
        completion_tokens: 0,
        prompt_tokens_details: null,
        completion_tokens_details: null,
      },
      { input: 8n },
    ],
    // DeepSeek, Moonshot
    [
      { prompt_tokens: 10, completion_tokens: 1, prompt_cache_hit_tokens: 4 },
      { input: 6n, cache_read: 4n, output: 1n },
    ],
    [
      { prompt_tokens: 10, completion_tokens: 1, cached_tokens: 4 },
      { input: 6n, cache_read: 4n, output: 1n },
    ],
    // xAI: reasoning beside the completion; Gemini: without saying so
    [
      {
        prompt_tokens: 10,
        completion_tokens: 2,
        total_tokens: 20,
        completion_tokens_details: { reasoning_tokens: 8 },
      },
      { input: 10n, output: 2n, reasoning: 8n },
    ],
    [
      { prompt_tokens: 10, completion_tokens: 2, total_tokens: 20 },
      { input: 10n, output: 2n, reasoning: 8n },
    ],
    [{ prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 }, {}],
  ])('%j', (usage, buckets) => {
    expect(readUsage(usage, bounds)).toEqual({ ok: true, buckets })
  })

  test('property: believed buckets add up to the totals and none is negative', () => {
    const figure = fc.nat({ max: 50 })
    const detail = fc.nat({ max: 15 })
    const given = fc.record({
      p: figure,
      c: figure,
      cached: detail,
      ai: detail,
      ao: detail,
      r: detail,
      reasoningBeside: fc.boolean(),
    })
    let believed = 0
    fc.assert(
      fc.property(given, ({ p, c, cached, ai, ao, r, reasoningBeside }) => {
        const beside = reasoningBeside ? r : 0
        const reading = readUsage(
          {
            prompt_tokens: p,
            completion_tokens: c,
            total_tokens: p + c + beside,
            prompt_tokens_details: { cached_tokens: cached, audio_tokens: ai },
            completion_tokens_details: { reasoning_tokens: r, audio_tokens: ao },
          },
          bounds,
        )
        if (!reading.ok) return
        believed++
        const values = Object.values(reading.buckets)
        expect(values.every((value) => value > 0n)).toBe(true)
        expect(values.reduce((sum, value) => sum + value, 0n)).toBe(BigInt(p + c + beside))
      }),
      { numRuns: 1000 },
    )
    expect(believed).toBeGreaterThan(100)
  })
})

describe('lying usage is not believed', () => {
  const honest = { prompt_tokens: 12, completion_tokens: 5, total_tokens: 17 }
  test.each([
    null,
    'usage',
    [],
    {},
    { completion_tokens: 5 },
    { ...honest, prompt_tokens: -12 },
    { ...honest, completion_tokens: -1, total_tokens: 11 },
    { ...honest, prompt_tokens: '12' },
    { ...honest, prompt_tokens: 12.5 },
    { ...honest, prompt_tokens: Number.NaN },
    { ...honest, completion_tokens: 9e15, total_tokens: undefined },
    { ...honest, completion_tokens: 100_000_001, total_tokens: undefined },
    { ...honest, total_tokens: 16 },
    { ...honest, total_tokens: 99, completion_tokens_details: { reasoning_tokens: 3 } },
    { ...honest, prompt_tokens_details: { cached_tokens: 13 } },
    { ...honest, prompt_tokens_details: { cached_tokens: -1 } },
    { ...honest, prompt_tokens_details: { audio_tokens: 13 } },
    { ...honest, prompt_tokens_details: 'none' },
    { ...honest, completion_tokens_details: { reasoning_tokens: 6 } },
    { ...honest, completion_tokens_details: { reasoning_tokens: 3, audio_tokens: 3 } },
  ])('%j', (usage) => {
    expect(readUsage(usage, bounds)).toMatchObject({ ok: false, reason: expect.any(String) })
  })

  const call = (fields: object) => {
    const parsed = parseChatRequest(
      Buffer.from(JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'hi' }], ...fields })),
    )
    if (!parsed.ok) throw new Error(parsed.error.message)
    return usageBounds(parsed.request)
  }

  test('absurd against the call: far more input than its bytes, far more output than its limit', () => {
    const small = call({ max_tokens: 10, n: 2 })
    expect(readUsage({ prompt_tokens: 9_000, completion_tokens: 20 }, small).ok).toBe(true)
    expect(readUsage({ prompt_tokens: 20_000, completion_tokens: 20 }, small).ok).toBe(false)
    expect(readUsage({ prompt_tokens: 9, completion_tokens: 300_000 }, small).ok).toBe(false)
    // thinking that a server does not count against the limit
    expect(readUsage({ prompt_tokens: 9, completion_tokens: 60_000 }, small).ok).toBe(true)
  })

  test('content by reference and pictures may be large', () => {
    const file = call({ messages: [{ role: 'user', content: [{ type: 'file', file: { file_id: 'f' } }] }] })
    expect(readUsage({ prompt_tokens: 900_000, completion_tokens: 1 }, file).ok).toBe(true)
    const picture = { type: 'image_url', image_url: { url: 'https://example.com/a.png' } }
    const seen = call({ messages: [{ role: 'user', content: [picture] }] })
    expect(readUsage({ prompt_tokens: 48_500, completion_tokens: 1 }, seen).ok).toBe(true)
    expect(readUsage({ prompt_tokens: 148_500, completion_tokens: 1 }, seen).ok).toBe(false)
  })
})
