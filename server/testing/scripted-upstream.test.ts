import OpenAI from 'openai'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { BEHAVIOURS, type ScriptedUpstream, startScriptedUpstream } from './scripted-upstream.ts'

let server: ScriptedUpstream
let client: OpenAI
beforeAll(async () => {
  server = await startScriptedUpstream()
  client = new OpenAI({ apiKey: 'x', baseURL: server.baseUrl, maxRetries: 0, timeout: 5_000 })
})
afterEach(() => server.reset())
afterAll(() => server.close())

const messages = [{ role: 'user' as const, content: 'hi' }]
const chat = (model: string) => client.chat.completions.create({ model, messages })

test('the official SDK takes it for a real server', async () => {
  const whole = await chat('ok')
  expect(whole.choices[0]?.message.content).toBe('Hello from the scripted upstream.')
  expect(whole.usage).toMatchObject({ prompt_tokens: 12, completion_tokens: 5, total_tokens: 17 })
  const streamed = await client.chat.completions
    .stream({ model: 'ok', messages, stream_options: { include_usage: true } })
    .finalChatCompletion()
  expect(streamed.choices[0]?.message.content).toBe(whole.choices[0]?.message.content)
  expect(streamed.usage?.total_tokens).toBe(17)
  expect((await client.embeddings.create({ model: 'ok', input: 'a' })).data[0]?.embedding).toHaveLength(2)
  expect((await client.models.list()).data.map((model) => model.id)).toContain('ok')
})

test('a script for a model wins over its name, and reset forgets it', async () => {
  server.script('ok', 'error-500')
  await expect(chat('ok')).rejects.toBeInstanceOf(OpenAI.InternalServerError)
  server.reset()
  expect(server.count()).toBe(0)
  await chat('ok')
  expect([server.count('ok'), server.count('other')]).toEqual([1, 0])
})

test('the header x-script chooses as well, below a script', async () => {
  const options = { headers: { 'x-script': 'error-429' } }
  const call = client.chat.completions.create({ model: 'm', messages }, options)
  await expect(call).rejects.toMatchObject({ status: 429 })
})

/** What a plain client sees of each behaviour: status, or how it failed; and whether usage was there. */
async function seen(model: string, stream: boolean, patienceMilliseconds: number): Promise<string> {
  try {
    const reply = await fetch(`${server.baseUrl}/chat/completions`, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.timeout(patienceMilliseconds),
      body: JSON.stringify({ model, messages, stream, stream_options: { include_usage: true } }),
    })
    const text = await reply.text()
    const words = [
      '"usage":{',
      '[DONE]',
      '"prompt_tokens":-',
      '"prompt_tokens":9000',
      '"prompt_tokens":"12"',
      '"error"',
    ]
    return [reply.status, ...words.filter((word) => text.includes(word))].join(' ')
  } catch (error) {
    return (error as Error).name
  }
}

const USUAL = ['200 "usage":{', '200 "usage":{ [DONE]'] as const

const SEEN: [string, string, string][] = [
  ['ok', ...USUAL],
  ['no-usage', '200', '200 [DONE]'],
  ['cumulative', ...USUAL],
  ['null-usage', ...USUAL],
  ['lying-negative', '200 "usage":{ "prompt_tokens":-', '200 "usage":{ [DONE] "prompt_tokens":-'],
  ['lying-huge', '200 "usage":{ "prompt_tokens":9000', '200 "usage":{ [DONE] "prompt_tokens":9000'],
  ['lying-string', '200 "usage":{ "prompt_tokens":"12"', '200 "usage":{ [DONE] "prompt_tokens":"12"'],
  ['lying-details', ...USUAL],
  ['cut', 'TypeError', 'TypeError'],
  ['cumulative-cut', 'TypeError', 'TypeError'],
  ['no-finish', '200 "usage":{', '200'],
  ['no-done', '200', '200'],
  ['error-event', '200 "usage":{', '200 "error"'],
  ['slow', ...USUAL],
  ['trickle', '200 "usage":{', 'TimeoutError'],
  ['hang', 'TimeoutError', 'TimeoutError'],
  ['stall', 'TimeoutError', 'TimeoutError'],
  ['error-429', '429 "error"', '429 "error"'],
  ['error-500', '500 "error"', '500 "error"'],
  ['error-400', '400 "error"', '400 "error"'],
  ['error-401', '401 "error"', '401 "error"'],
  ['garbage', '200', '200'],
  ['redirect', '307', '307'],
  ['huge', '200', '200'],
  ['echo', ...USUAL],
  ['tool', ...USUAL],
]

test.each(SEEN)('%s: %s, streamed %s', async (behaviour, whole, streamed) => {
  // Only what is meant to be late is given up on; a busy machine is not.
  const patience = (expected: string): number => (expected === 'TimeoutError' ? 600 : 20_000)
  const found = [
    await seen(behaviour, false, patience(whole)),
    await seen(behaviour, true, patience(streamed)),
  ]
  expect(found).toEqual([whole, streamed])
})

test('every behaviour is in the table above', () => {
  expect(SEEN.map(([behaviour]) => behaviour)).toEqual([...BEHAVIOURS])
})
