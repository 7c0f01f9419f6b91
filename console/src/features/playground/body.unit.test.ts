import { expect, test } from 'vitest'
import { bodyOfDraft, bodyOfTurn } from './body.ts'
import { type Chat, defaults, settingsOf, type Turn, titleOf } from './chat.ts'
import { readTools, sampleTools, withCalls } from './tools.ts'

const call = { id: 'call_1', name: 'get_weather', arguments: '{"place":"Bonn"}' }
const turn = (id: string, more: Partial<Turn> = {}, answer: Partial<Turn['answer']> = {}): Turn => ({
  ...{ id, question: id, images: [], results: [], ...more },
  answer: {
    ...{ state: 'done', asked: { ...defaults, model: 'm' }, text: '', calls: [], requestId: null },
    ...{ finish: null, failure: null, ...answer },
  },
})
const chat = (turns: Turn[], more: Partial<Chat> = {}): Chat => ({
  ...{ ...defaults, id: 'c', title: null, at: 0, draft: '', attached: [], turns, model: 'm', ...more },
})

test('a turn is asked with what was set then, and with what was said before it only', () => {
  const asked = { ...defaults, model: 'old', system: 'Be brief.', temperature: '0.5', maxTokens: '9' }
  const turns = [
    turn('one', {}, { text: 'first' }),
    turn('two', {}, { asked, text: 'second' }),
    turn('three'),
  ]
  expect(bodyOfTurn(chat(turns, { model: 'new' }), 'two')).toEqual({
    ...{ model: 'old', stream: true, temperature: 0.5, max_tokens: 9 },
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'one' },
      { role: 'assistant', content: 'first' },
      { role: 'user', content: 'two' },
    ],
  })
})

test('pictures go with their question', () => {
  const image = { type: 'image_url', image_url: { url: 'data:x' } }
  expect(bodyOfDraft(chat([], { draft: 'What?', attached: ['data:x'] })).messages).toEqual([
    { role: 'user', content: [{ type: 'text', text: 'What?' }, image] },
  ])
  expect(bodyOfDraft(chat([], { attached: ['data:x'] })).messages).toEqual([
    { role: 'user', content: [image] },
  ])
})

test('a call of a tool goes back with its result, and is left out where nobody answered it', () => {
  const asks = turn('weather?', {}, { calls: [call] })
  const results = [{ id: 'call_1', name: 'get_weather', content: 'rain' }]
  expect(bodyOfTurn(chat([asks, turn('r', { question: '', results })]), 'r').messages.slice(1)).toEqual([
    {
      ...{ role: 'assistant', content: null },
      tool_calls: [
        { id: 'call_1', type: 'function', function: { name: 'get_weather', arguments: '{"place":"Bonn"}' } },
      ],
    },
    { role: 'tool', tool_call_id: 'call_1', content: 'rain' },
  ])
  expect(bodyOfTurn(chat([asks, turn('never mind')]), 'never mind').messages).toEqual([
    { role: 'user', content: 'weather?' },
    { role: 'user', content: 'never mind' },
  ])
})

test('calls of tools are put together from their pieces', () => {
  const pieces = [
    [{ index: 0, id: 'call_1', type: 'function', function: { name: 'get_weather', arguments: '' } }],
    [{ index: 0, function: { arguments: '{"place":' } }],
    [{ index: 1, id: 'call_2', function: { name: 'other', arguments: '{}' } }],
    [{ index: 0, function: { arguments: '"Bonn"}' } }],
    'nonsense',
  ]
  expect(pieces.reduce(withCalls, [])).toEqual([call, { id: 'call_2', name: 'other', arguments: '{}' }])
})

test.each([
  ['json', '[{]', 1],
  ['list', '{}', 1],
  ['shape', '[{"type":"function"}]', 1],
  ['name', '[{"type":"function","function":{"name":"a b"}}]', 1],
  ['schema', '[{"type":"function","function":{"name":"a","parameters":{"type":"string"}}}]', 1],
  ['twice', '[{"type":"function","function":{"name":"a"}},{"type":"function","function":{"name":"a"}}]', 2],
])('definitions of tools that are wrong (%s) are refused, and which one is said', (what, text, number) => {
  expect(readTools(text)).toEqual({ ok: false, problem: { what, number } })
})

test('the example is fine, and nothing is no tool', () => {
  expect(readTools(sampleTools)).toMatchObject({ ok: true, tools: [{ function: { name: 'get_weather' } }] })
  expect(readTools(' ')).toEqual({ ok: true, tools: [] })
  const asked = { ...defaults, model: 'm', tools: sampleTools }
  expect(bodyOfDraft(chat([], asked)).tools).toHaveLength(1)
  expect(bodyOfDraft(chat([], { ...asked, tools: '' }))).not.toHaveProperty('tools')
})

test('the first question names a chat until somebody does', () => {
  expect(titleOf(chat([]))).toBeNull()
  expect(titleOf(chat([turn('Hello\nthere')]))).toBe('Hello')
  expect(titleOf(chat([turn('Hello')], { title: 'Mine' }))).toBe('Mine')
  expect(settingsOf(chat([]))).toEqual({ ...defaults, model: 'm' })
})
