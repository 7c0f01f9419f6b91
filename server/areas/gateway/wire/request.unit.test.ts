import { describe, expect, test } from 'vitest'
import { inputText } from './content.ts'
import { LIMITS } from './fields.ts'
import { holdQuantities, parseChatRequest, parseEmbeddingsRequest } from './request.ts'

const messages = [{ role: 'user', content: 'hi' }]

function chat(fields: object | string) {
  return parseChatRequest(Buffer.from(typeof fields === 'string' ? fields : JSON.stringify(fields)))
}

function accepted(fields: object | string) {
  const parsed = chat(fields)
  if (!parsed.ok) throw new Error(parsed.error.message)
  return parsed.request
}

function refused(fields: object | string) {
  const parsed = chat(fields)
  if (parsed.ok) throw new Error('was accepted')
  expect(parsed.error.status).toBe(400)
  expect(parsed.error.message.length).toBeGreaterThan(20)
  return parsed.error
}

describe('chat', () => {
  test.each([
    ['nests', `{"model":"m","messages":[{"x":${'['.repeat(5e6)}${']'.repeat(5e6)}}]}`],
    [
      'members',
      `{"model":"m","messages":[{}]${Array.from({ length: 500_000 }, (_, i) => `,"k${i}":1`).join('')}}`,
    ],
    ['empty objects', `{"model":"m","messages":[${'{},'.repeat(3e6)}{}]}`],
  ])('a body of millions of %s stops nobody: it is refused before it is parsed', (_name, text) => {
    expect(parseChatRequest(Buffer.from(text))).toMatchObject({
      ok: false,
      error: { status: 400, code: 'body_too_complex' },
    })
  })

  test('long conversations, and text full of brackets, are not complex', () => {
    const long = Array.from({ length: 50_000 }, () => ({ role: 'user', content: '[{:"\\' }))
    expect(accepted({ model: 'm', messages: long }).body.messages).toHaveLength(50_000)
    accepted({ model: 'm', messages: [{ role: 'user', content: '[{:'.repeat(1e6) }] })
  })

  test('nothing may make an upstream run another model, or charge more, than what is allowed and priced', () => {
    for (const param of ['models', 'fallbacks'])
      expect(refused({ model: 'm', messages, [param]: ['dear'] })).toMatchObject({
        code: 'unsupported_parameter',
        param,
      })
    for (const tier of ['priority', 'PRIORITY', 1, {}, '__proto__'])
      expect(refused({ model: 'm', messages, service_tier: tier }).param).toBe('service_tier')
    expect(refused({ model: 'm', messages, Service_Tier: 'priority' }).code).toBe('unknown_parameter')
    for (const tier of [null, 'auto', 'default', 'flex'])
      accepted({ model: 'm', messages, service_tier: tier })
    accepted({ model: 'm', messages, models: null })
  })

  test('what Portico needs is picked', () => {
    const request = accepted({
      model: 'm',
      messages,
      stream: true,
      stream_options: { include_usage: true },
      max_tokens: 5,
      n: 2,
    })
    expect(request).toMatchObject({
      model: 'm',
      stream: true,
      includeUsage: true,
      maxOutputTokens: 5,
      choices: 2,
    })
    expect(accepted({ model: 'm', messages })).toMatchObject({
      stream: false,
      includeUsage: false,
      maxOutputTokens: null,
      choices: 1,
    })
  })

  test('nulls mean "not set"', () => {
    const request = accepted({
      model: 'm',
      messages,
      stream: null,
      stream_options: null,
      max_tokens: null,
      n: null,
    })
    expect(request).toMatchObject({ stream: false, maxOutputTokens: null, choices: 1 })
  })

  test('max_completion_tokens wins over max_tokens', () => {
    expect(accepted({ model: 'm', messages, max_tokens: 5, max_completion_tokens: 9 }).maxOutputTokens).toBe(
      9,
    )
  })

  test.each([
    ['', 'invalid_json', null],
    ['{', 'invalid_json', null],
    ['[]', 'invalid_json', null],
    ['null', 'invalid_json', null],
    ['"x"', 'invalid_json', null],
    [{ messages }, 'missing_required_parameter', 'model'],
    [{ model: '', messages }, 'missing_required_parameter', 'model'],
    [{ model: 7, messages }, 'invalid_type', 'model'],
    [{ model: 'a\nb', messages }, 'invalid_value', 'model'],
    [{ model: 'a\u0085b', messages }, 'invalid_value', 'model'],
    [{ model: '\ud800', messages }, 'invalid_value', 'model'],
    [{ model: 'x'.repeat(257), messages }, 'invalid_value', 'model'],
    [{ model: 'm' }, 'missing_required_parameter', 'messages'],
    [{ model: 'm', messages: [] }, 'invalid_type', 'messages'],
    [{ model: 'm', messages: ['hi'] }, 'invalid_type', 'messages'],
    [{ model: 'm', messages, stream: 'true' }, 'invalid_type', 'stream'],
    [{ model: 'm', messages, stream: 1 }, 'invalid_type', 'stream'],
    [{ model: 'm', messages, stream_options: [] }, 'invalid_type', 'stream_options'],
    [
      { model: 'm', messages, stream_options: { include_usage: 1 } },
      'invalid_type',
      'stream_options.include_usage',
    ],
    [{ model: 'm', messages, max_tokens: -1 }, 'invalid_value', 'max_tokens'],
    [{ model: 'm', messages, max_tokens: 0 }, 'invalid_value', 'max_tokens'],
    [{ model: 'm', messages, max_tokens: 1.5 }, 'invalid_value', 'max_tokens'],
    [{ model: 'm', messages, max_tokens: '5' }, 'invalid_type', 'max_tokens'],
    [{ model: 'm', messages, max_tokens: LIMITS.outputTokens + 1 }, 'invalid_value', 'max_tokens'],
    [{ model: 'm', messages, max_completion_tokens: 2 ** 63 }, 'invalid_value', 'max_completion_tokens'],
    ['{"model":"m","messages":[{}],"max_tokens":1e400}', 'invalid_value', 'max_tokens'],
    [{ model: 'm', messages, n: 0 }, 'invalid_value', 'n'],
    [{ model: 'm', messages, n: 129 }, 'invalid_value', 'n'],
    [{ model: 'm', messages, n: [1] }, 'invalid_type', 'n'],
  ])('promise 1: %j is refused as %s', (fields, code, param) => {
    expect(refused(fields)).toMatchObject({ code, param, type: 'invalid_request_error' })
  })

  test('bytes that are not UTF-8 are refused, for servers read them differently', () => {
    const parsed = parseChatRequest(Buffer.from('{"model":"m","messages":[{}],"mod\xffel":"x"}', 'latin1'))
    expect(parsed).toMatchObject({ ok: false, error: { code: 'invalid_json' } })
  })

  test('10,000 levels of nesting neither crash nor hang', () => {
    expect(chat(`{"model":"m","messages":[{}],"x":${'['.repeat(10_000)}${']'.repeat(10_000)}}`).ok).toBe(true)
    expect(chat(`{"model":"m","messages":${'['.repeat(100_000)}`).ok).toBe(false)
  })
})

describe('one meaning only', () => {
  const ok = '"model":"cheap","messages":[{"role":"user","content":"hi"}]'

  test.each([
    `{${ok},"model":"dear"}`,
    `{"model":"dear",${ok}}`,
    `{${ok},"mod\\u0065l":"dear"}`,
    `{${ok},"max_tokens":1,"max_tokens":100000}`,
    `{${ok},"messages":[]}`,
    `{${ok},"n":1,"n":9}`,
    `{${ok},"stream":true,"\\u0073tream":false}`,
    `{${ok},"seed":1,"seed":2}`,
    `{${ok},"__proto__":{},"__proto__":{}}`,
  ])('a field twice is refused: %s', (text) => {
    expect(refused(text).code).toBe('duplicate_parameter')
  })

  test.each([
    `{${ok},"Model":"dear"}`,
    `{${ok},"MODEL":"dear"}`,
    `{${ok},"Max_Tokens":100000}`,
    `{${ok},"max_to\u212aens":100000}`,
    `{${ok},"me\u017f\u017fages":[]}`,
    `{${ok},"\\u017ftream":true}`,
    `{${ok},"N":9}`,
    `{${ok},"__proto__":{"max_tokens":100000}}`,
  ])('a spelling that some servers fold into ours is refused: %s', (text) => {
    expect(refused(text).code).toBe('unknown_parameter')
  })

  test('fields that we do not know pass, also odd ones', () => {
    expect(chat(`{${ok},"constructor":1,"toString":{},"temperature":0.5,"Seed":1,"":0}`).ok).toBe(true)
  })

  test('a prototype that was set by nothing is read by nothing', () => {
    expect(refused('{"__proto__":{"model":"dear"},"messages":[{}]}').code).toBe('unknown_parameter')
  })
})

describe('sizes for the hold', () => {
  test('the input is the whole body in UTF-8 bytes, tools included', () => {
    const body = { model: 'm', messages: [{ role: 'user', content: '中文' }], tools: [{ type: 'function' }] }
    expect(accepted(body).inputBytes).toBe(Buffer.byteLength(JSON.stringify(body)))
  })

  test('inline pictures and audio are left out and counted by themselves', () => {
    const url = `data:image/png;base64,${'A'.repeat(9_000)}`
    const parts = [
      { type: 'text', text: 'look' },
      { type: 'image_url', image_url: { url } },
      { type: 'image_url', image_url: { url, detail: 'low' } },
      { type: 'image_url', image_url: { url: 'https://example.com/a.png', detail: 'high' } },
      { type: 'input_audio', input_audio: { data: 'B'.repeat(4_000), format: 'mp3' } },
    ]
    const request = accepted({ model: 'm', messages: [{ role: 'user', content: parts }] })
    expect(request.content).toMatchObject({
      images: { low: 1, high: 2 },
      audioBytes: 3_000,
      byReference: false,
    })
    expect(request.inputBytes).toBeLessThan(1_000)
    expect(holdQuantities(request)).toMatchObject({ images: { low: 1, high: 2 }, audioBytes: 3_000, n: 1 })
  })

  test('text that only looks like a picture stays text', () => {
    const text = `data:image/png;base64,${'A'.repeat(900)}`
    const body = {
      model: 'm',
      messages: [{ role: 'user', content: [{ type: 'text', text, image_url: { url: text } }] }],
    }
    expect(accepted(body).inputBytes).toBe(Buffer.byteLength(JSON.stringify(body)))
  })

  test('odd shapes inside messages do not throw', () => {
    const content = [
      null,
      1,
      'x',
      [],
      { type: 'image_url', image_url: 'u' },
      { type: 'input_audio' },
      { type: 'file' },
    ]
    const request = accepted({
      model: 'm',
      messages: [{ content }, { content: 5 }],
      tools: [null, { type: 'x' }],
    })
    expect(request.content).toMatchObject({ images: { low: 0, high: 1 }, byReference: true })
  })

  test('the text for an estimate holds messages, calls and tools, up to a length', () => {
    const { body } = accepted({
      model: 'm',
      messages: [
        { role: 'user', content: [{ type: 'text', text: 'part' }] },
        { role: 'assistant', content: null, tool_calls: [{ function: { name: 'f', arguments: '{}' } }] },
      ],
      tools: [{ type: 'function', function: { name: 'f' } }],
    })
    const text = inputText(body, 10_000)
    for (const word of ['user', 'part', 'tool_calls'.slice(0, 0), '"arguments"', '"function"'])
      expect(text).toContain(word)
    expect(inputText(body, 6)).toBe('user\np')
  })
})

describe('embeddings', () => {
  const parse = (input: unknown) => parseEmbeddingsRequest(Buffer.from(JSON.stringify({ model: 'e', input })))

  test.each([
    ['text', 1, null],
    [['a', 'b'], 2, null],
    [[1, 2, 3], 1, 3],
    [[[1], [2, 3]], 2, 3],
  ])('input %j: %d texts', (input, inputs, inputTokens) => {
    expect(parse(input)).toMatchObject({ ok: true, request: { inputs, inputTokens, endpoint: 'embeddings' } })
  })

  test.each([[undefined], [''], [[]], [5], [{}], [['a', 1]], [[-1]], [[0.5]], [[[1], 'a']]])(
    'input %j is refused',
    (input) => {
      expect(parse(input)).toMatchObject({ ok: false, error: { status: 400, param: 'input' } })
    },
  )

  test('too many inputs are refused', () => {
    expect(parse(Array.from({ length: LIMITS.inputs + 1 }, () => 'a')).ok).toBe(false)
  })
})
