import { describe, expect, test } from 'vitest'
import { createSseSplitter } from './sse.ts'
import { createStreamMeter } from './stream-usage.ts'

const bounds = { input: 10_000, output: 10_000 }
const usage = { prompt_tokens: 12, completion_tokens: 5, total_tokens: 17 }
const buckets = { input: 12n, output: 5n }

function piece(content: string, more: object = {}): object {
  return { choices: [{ index: 0, delta: { content }, logprobs: null, finish_reason: null }], ...more }
}
const finish = { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }
const closing = { choices: [], usage }

function run(events: (object | string)[], options: { includeUsage?: boolean; keptBytes?: number } = {}) {
  const meter = createStreamMeter({ bounds, includeUsage: false, ...options })
  const splitter = createSseSplitter()
  const text = events
    .map((event) => (typeof event === 'string' ? event : `data: ${JSON.stringify(event)}`))
    .map((event) => `${event}\n\n`)
    .join('')
  const verdicts = splitter.push(Buffer.from(text)).map((event) => meter.feed(event))
  const client = verdicts.map((verdict) => verdict.forward?.toString() ?? '').join('')
  return { meter, verdicts, client, result: meter.result(), kinds: verdicts.map((verdict) => verdict.kind) }
}

describe('what the stream used', () => {
  test('a closing usage chunk: the provider’s figures', () => {
    expect(run([piece('a'), finish, closing, 'data: [DONE]']).result).toEqual({
      usageSource: 'provider',
      buckets,
      usageRejected: null,
    })
  })

  test('cumulative usage: the last counts', () => {
    const growing = (completion_tokens: number) => ({
      usage: { ...usage, completion_tokens, total_tokens: 12 + completion_tokens },
    })
    const events = [
      piece('a', growing(1)),
      piece('b', growing(2)),
      { ...finish, ...growing(5) },
      'data: [DONE]',
    ]
    expect(run(events).result).toMatchObject({ usageSource: 'provider', buckets })
    expect(run(events.slice(0, 2)).result).toMatchObject({
      usageSource: 'partial',
      buckets: { input: 12n, output: 2n },
    })
  })

  test('missing: estimated from the text', () => {
    const { result, meter } = run([piece('Hello'), piece(' wörld\n'), finish, 'data: [DONE]'])
    expect(result).toMatchObject({ usageSource: 'estimated', buckets: null })
    expect(meter.text()).toEqual({ text: 'Hello wörld\n', whole: true })
  })

  test('lying: rejected with the reason, also after an honest figure', () => {
    const lie = { choices: [], usage: { ...usage, prompt_tokens: -5 } }
    const { result } = run([piece('a', { usage }), lie, 'data: [DONE]'])
    expect(result).toMatchObject({ usageSource: 'estimated', buckets: null })
    expect(result.usageRejected).toMatch(/whole number/)
  })

  test('broken before anything was delivered: none', () => {
    const role = { choices: [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }] }
    expect(run([role]).result.usageSource).toBe('none')
    expect(run([{ error: { message: 'no' } }]).result.usageSource).toBe('none')
  })

  test('broken in the middle: estimated from what came; a provider error makes figures partial', () => {
    expect(run([piece('a'), piece('b')]).result.usageSource).toBe('estimated')
    expect(run([piece('a', { usage }), finish, { error: { message: 'no' } }]).result.usageSource).toBe(
      'partial',
    )
  })

  test('ended without [DONE] but finished: the figures are whole', () => {
    const { result, meter } = run([piece('a'), finish, closing])
    expect(result.usageSource).toBe('provider')
    expect(meter).toMatchObject({ doneSeen: false, finishSeen: true })
  })

  test('thinking, refusals, tool arguments and names count as delivered', () => {
    const delta = {
      reasoning_content: 'hm',
      refusal: 'no',
      tool_calls: [{ index: 0, id: 'x', function: { name: 'get', arguments: '{"a":"\\"}' } }],
    }
    const { meter } = run([{ choices: [{ index: 0, delta, finish_reason: null }] }])
    expect(meter.text().text).toBe('hmnoget{"a":"\\"}')
  })

  test('words of the protocol inside the answer are only text', () => {
    const tricky = '"usage":{"prompt_tokens":1},"error":{"x":1},"finish_reason":"stop","content":"x"'
    const { meter, result, kinds } = run([piece(tricky), piece(`${'y'.repeat(200)}${tricky}`)])
    expect(result.usageSource).toBe('estimated')
    expect(meter).toMatchObject({ finishSeen: false, error: null })
    expect(kinds).toEqual(['chunk', 'chunk'])
    expect(meter.text().text).toBe(`${tricky}${'y'.repeat(200)}${tricky}`)
  })

  test('usage inside a choice or a tool is not the stream’s', () => {
    const nested = { choices: [{ index: 0, delta: { content: 'a', usage, error: { message: 'x' } }, usage }] }
    expect(run([nested]).result).toMatchObject({ usageSource: 'estimated', buckets: null })
  })

  test('text beyond the bound is counted but not kept', () => {
    const { meter } = run([piece('12345678'), piece('12345678'), piece('1')], { keptBytes: 10 })
    expect(meter.text()).toEqual({ text: '12345678', whole: false })
    expect(meter.deliveredBytes).toBe(17)
  })
})

describe('what the client gets', () => {
  const stream = [piece('a', { usage: null }), { ...finish, usage: null }, closing, 'data: [DONE]']

  test('who did not ask for usage sees none of it', () => {
    const { client, kinds } = run(stream)
    expect(client).toBe(`data: ${JSON.stringify(piece('a'))}\n\ndata: ${JSON.stringify(finish)}\n\n`)
    expect(kinds).toEqual(['chunk', 'chunk', 'usage', 'done'])
  })

  test('who asked gets every byte, but [DONE] only after settlement', () => {
    const expected = stream.slice(0, 3).map((event) => `data: ${JSON.stringify(event)}\n\n`)
    expect(run(stream, { includeUsage: true }).client).toBe(expected.join(''))
  })

  test.each([
    ['data: {"usage":null,"choices":[]}', 'data: {"choices":[]}'],
    ['data: { "choices" : [] , "usage" : null , "x":1}', 'data: { "choices" : []  , "x":1}'],
    ['data: {"usage":null}', 'data: {}'],
    ['id: 1\r\ndata: {"choices":[],"usage":null}\r', 'id: 1\r\ndata: {"choices":[]}\r'],
  ])('null usage is cut out with one comma: %j', (event, expected) => {
    expect(run([event]).client.trimEnd()).toBe(expected.trimEnd())
  })

  test('null usage inside several data lines leaves valid JSON', () => {
    const { client } = run(['data: {"choices":[],\ndata: "usage":null}'])
    expect(JSON.parse(client.slice(6))).toEqual({ choices: [] })
  })

  test('content filters and other chunks with empty choices stay', () => {
    const first = { choices: [], prompt_filter_results: [] }
    expect(run([first]).client).toBe(`data: ${JSON.stringify(first)}\n\n`)
  })

  test('usage on a chunk with choices stays: it is not the closing one', () => {
    const chunk = piece('a', { usage })
    expect(run([chunk]).client).toBe(`data: ${JSON.stringify(chunk)}\n\n`)
  })

  test('comments and garbage pass untouched', () => {
    expect(run([': ping', 'data: {not json', 'data: "usage"', 'data:']).client).toBe(
      ': ping\n\ndata: {not json\n\ndata: "usage"\n\ndata:\n\n',
    )
  })

  test('errors are held back for the relay to word, in each form', () => {
    for (const event of [
      { error: { message: 'busy', code: 503, type: 'server_error' } },
      'event: error\ndata: {"message":"busy","code":503,"type":"server_error"}',
    ]) {
      const { meter, client, kinds } = run([event])
      expect([client, kinds]).toEqual(['', ['error']])
      expect(meter.error).toEqual({ message: 'busy', code: '503', type: 'server_error' })
    }
    expect(run([{ error: 'text' }]).meter.error?.message).toBe('text')
    expect(run([piece('a', { error: null })]).kinds).toEqual(['chunk'])
  })
})
