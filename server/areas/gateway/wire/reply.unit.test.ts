import { expect, test } from 'vitest'
import { readErrorReply, readReply, replyText } from './reply.ts'

const bounds = { input: 1000, output: 1000 }
const read = (body: unknown) =>
  readReply(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)), bounds)
const message = { role: 'assistant', content: 'He said "usage": {"prompt_tokens": 1}' }
const choices = [{ index: 0, message, finish_reason: 'stop' }]

test('usage is found at the top level only', () => {
  const usage = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 }
  expect(read({ id: 'x', usage, choices })).toEqual({
    kind: 'answer',
    buckets: { input: 3n, output: 2n },
    usageRejected: null,
  })
  expect(read({ choices: [{ ...choices[0], usage }] })).toMatchObject({ buckets: null, usageRejected: null })
  expect(read({ data: [], usage: { prompt_tokens: 4, total_tokens: 4 } })).toMatchObject({
    buckets: { input: 4n },
  })
})

test('lying usage is rejected with the reason', () => {
  expect(read({ choices, usage: { prompt_tokens: '3' } })).toMatchObject({ kind: 'answer', buckets: null })
  expect(read({ choices, usage: { prompt_tokens: 3, completion_tokens: 2000 } })).toMatchObject({
    usageRejected: expect.stringContaining('impossible'),
  })
})

test('what is no answer is garbage', () => {
  for (const body of [
    '',
    '<html>',
    '[]',
    '{"choices":',
    '{}',
    '{"choices":[]} x',
    '{"choices":[],"usage":{bad}}',
  ]) {
    expect(read(body).kind, body).toBe('garbage')
  }
})

test('a 200 with an error is an error', () => {
  expect(read({ error: { message: 'busy' } })).toEqual({ kind: 'error', error: { message: 'busy' } })
  expect(read({ error: null, choices }).kind).toBe('answer')
})

test('text for an estimate', () => {
  expect(replyText(Buffer.from(JSON.stringify({ choices })))).toBe(message.content)
})

test('the provider’s error is read, whatever else the body is', () => {
  expect(readErrorReply(Buffer.from('{"error":{"message":"no"}}'))).toEqual({ message: 'no' })
  expect(readErrorReply(Buffer.from('{"error":"no"}'))).toEqual({ message: 'no' })
  for (const text of ['', 'null', '[]', '<p>', '{}']) expect(readErrorReply(Buffer.from(text))).toBeNull()
})
