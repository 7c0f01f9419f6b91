import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type BodyChanges, bodyForUpstream } from './body.ts'
import { parseChatRequest, parseEmbeddingsRequest } from './request.ts'

function chat(text: string) {
  const parsed = parseChatRequest(Buffer.from(text))
  if (!parsed.ok) throw new Error(parsed.error.message)
  return parsed.request
}

const messages = '"messages":[{"role":"user","content":"hi"}]'
const changed = (text: string, changes: BodyChanges): string =>
  bodyForUpstream(chat(text), changes).toString()

describe('the body that goes upstream', () => {
  test('nothing to change: the very bytes', () => {
    const request = chat(`{"model":"m",${messages}}`)
    expect(bodyForUpstream(request)).toBe(request.raw)
    expect(bodyForUpstream(request, { model: 'm', outputLimit: null, usageChunk: 'ask' })).toBe(request.raw)
  })

  test('absent fields are spliced in, the rest stays byte for byte', () => {
    const text = ` {\n "seed": 12345678901234567890, "model":"m" ,${messages},"stream" : true }`
    expect(changed(text, { usageChunk: 'ask', outputLimit: { key: 'max_tokens', value: 50 } })).toBe(
      text.replace('{', '{"max_tokens":50,"stream_options":{"include_usage":true},'),
    )
  })

  test('a value is replaced in place', () => {
    const text = `{"model" : "alias",${messages},"seed":12345678901234567890}`
    expect(changed(text, { model: 'real "one"' })).toBe(text.replace('"alias"', '"real \\"one\\""'))
  })

  test('a limit set to null is replaced, one set by the caller is left', () => {
    const limit = { outputLimit: { key: 'max_tokens', value: 7 } as const }
    expect(JSON.parse(changed(`{"model":"m",${messages},"max_tokens":null}`, limit)).max_tokens).toBe(7)
    const own = `{"model":"m",${messages},"max_tokens":3}`
    expect(changed(own, limit)).toBe(own)
  })

  test('two limits that differ become one: no upstream reads more than was held for', () => {
    const text = `{"model":"m",${messages},"max_tokens":100000,"max_completion_tokens":3}`
    expect(JSON.parse(changed(text, {}))).toMatchObject({ max_tokens: 3, max_completion_tokens: 3 })
  })

  test('usage is asked for only in streams, and what the caller asked already is left', () => {
    const asked = `{"model":"m",${messages},"stream":true,"stream_options":{"include_usage":true}}`
    expect(changed(asked, { usageChunk: 'ask' })).toBe(asked)
    const spaced = asked.replace('":true}}', '": true}}')
    expect(changed(spaced, { usageChunk: 'ask' })).toBe(spaced)
    const plain = `{"model":"m",${messages},"stream":false}`
    expect(changed(plain, { usageChunk: 'ask' })).toBe(plain)
  })

  test.each([
    '{"include_usage":false,"x":1}',
    '{"include_usage":true,"include_usage":false}',
    '{"include_usage":false,"include_usage":true}',
    'null',
    '{}',
  ])('stream options %s are made to ask, once', (options) => {
    const text = `{"model":"m",${messages},"stream":true,"stream_options":${options}}`
    const sent = changed(text, { usageChunk: 'ask' })
    expect(sent.match(/include_usage/g)).toHaveLength(1)
    expect(JSON.parse(sent).stream_options.include_usage).toBe(true)
  })

  test.each([
    [`{"stream_options":{"include_usage":true},"model":"m",${messages},"stream":true}`],
    [`{"model":"m","stream_options":{"include_usage":true} , ${messages},"stream":true}`],
    [`{"model":"m",${messages},"stream":true,\n"stream_options":{"include_usage":true}\n}`],
  ])('stream options are removed with one comma: %s', (text) => {
    const { stream_options: _, ...rest } = JSON.parse(text)
    expect(JSON.parse(changed(text, { usageChunk: 'remove', model: 'b' }))).toEqual({ ...rest, model: 'b' })
  })

  test('something is added before a field that is removed', () => {
    const text = `{"stream_options":null,"model":"m",${messages},"stream":true}`
    const changes = { usageChunk: 'remove', outputLimit: { key: 'max_tokens', value: 9 } } as const
    expect(changed(text, changes)).toBe(`{"max_tokens":9,"model":"m",${messages},"stream":true}`)
  })

  test('embeddings change their model only', () => {
    const text = '{"input":"a","model":"m","stream":true}'
    const parsed = parseEmbeddingsRequest(Buffer.from(text))
    if (!parsed.ok) throw new Error(parsed.error.message)
    expect(bodyForUpstream(parsed.request, { model: 'x', usageChunk: 'ask' }).toString()).toBe(
      text.replace('"m"', '"x"'),
    )
  })
})

test('property: spliced equals changed and re-serialised, for any fields in any order', () => {
  const extra = fc.dictionary(
    fc
      .string()
      .filter(
        (key) =>
          !/^(model|messages|input|stream|stream_options|max_tokens|max_completion_tokens|n|tools|web_search_options|plugins|__proto__)$/i.test(
            key,
          ),
      ),
    fc.jsonValue({ maxDepth: 2 }),
    { maxKeys: 4 },
  )
  const ours = fc.record(
    {
      stream: fc.constantFrom(true, false, null),
      stream_options: fc.constantFrom(
        null,
        {},
        { include_usage: true },
        { include_usage: false, other: [1] },
      ),
      max_tokens: fc.constantFrom(null, 1, 500),
      max_completion_tokens: fc.constantFrom(null, 1, 700),
    },
    { requiredKeys: [] },
  )
  const changes = fc.record({
    model: fc.constantFrom('m', 'other', 'ünï"'),
    outputLimit: fc.constantFrom(null, { key: 'max_tokens', value: 9 } as const),
    usageChunk: fc.constantFrom('ask', 'remove', 'leave' as const),
  })
  fc.assert(
    fc.property(
      extra,
      ours,
      changes,
      fc.constantFrom(undefined, 1, '\t'),
      fc.nat(),
      (more, own, wish, space, seed) => {
        const entries = Object.entries({
          ...more,
          ...own,
          model: 'm',
          messages: [{ role: 'user', content: 'é"{' }],
        })
        const turned = seed % entries.length
        const body = Object.fromEntries([...entries.slice(turned), ...entries.slice(0, turned)])
        const sent = JSON.parse(changed(JSON.stringify(body, null, space), wish as BodyChanges))

        const expected: Record<string, unknown> = { ...body, model: wish.model }
        const limit = body.max_completion_tokens ?? body.max_tokens ?? null
        if (limit === null && wish.outputLimit) expected[wish.outputLimit.key] = wish.outputLimit.value
        if (typeof body.max_tokens === 'number' && typeof body.max_completion_tokens === 'number')
          expected.max_tokens = limit
        if (wish.usageChunk === 'remove') delete expected.stream_options
        if (wish.usageChunk === 'ask' && body.stream === true) {
          expected.stream_options = { ...((body.stream_options ?? {}) as object), include_usage: true }
        }
        expect(sent).toEqual(JSON.parse(JSON.stringify(expected)))
      },
    ),
    { numRuns: 500 },
  )
})
