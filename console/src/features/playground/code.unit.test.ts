import { spawn, spawnSync } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ChatBody } from './body.ts'
import { codeOf, withoutPictures } from './code.ts'

type Got = { url: string; authorization: string; body: unknown }
const got: Got[] = []
const server = createServer((request, response) => {
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part))
  request.on('end', () => {
    const { authorization = '' } = request.headers
    got.push({ url: request.url ?? '', authorization, body: JSON.parse(Buffer.concat(parts).toString()) })
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.end('data: {"choices":[{"index":0,"delta":{"content":"heard"}}]}\n\ndata: [DONE]\n\n')
  })
})
let origin = ''
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

const root = fileURLToPath(new URL('../../../..', import.meta.url))

/** Runs a program with its text on standard input, and answers what it printed. */
async function run(command: string, args: readonly string[], input: string): Promise<string> {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, PORTICO_API_KEY: 'pk_the_key' }
  const child = spawn(command, args, { cwd: root, env })
  let output = ''
  child.stdout.on('data', (part) => (output += part))
  child.stderr.on('data', (part) => (output += part))
  child.stdin.end(input)
  const code = await new Promise((resolve) => child.on('close', resolve))
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${output}`)
  return output
}

const nasty =
  'It\'s "quoted" $HOME `id` $(id) \\n \\ !! %s {} #{x} $\u007by}\nJSON\n<<EOF \u6c34 \u{1f30a} \u2028 \u0000 */ // @file'
const body: ChatBody = {
  model: 'm\'o"d$el',
  messages: [
    { role: 'system', content: nasty },
    {
      role: 'user',
      content: [
        { type: 'text', text: nasty },
        { type: 'image_url', image_url: { url: `data:image/jpeg;base64,${'A'.repeat(200_000)}` } },
      ],
    },
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: '{"a":"\\""}' } }],
    },
    { role: 'tool', tool_call_id: 'c', content: nasty },
  ],
  stream: true,
  temperature: 0.5,
  tools: [
    JSON.parse(
      '{"type":"function","function":{"name":"f","strict":true,"x":null,"y":false,"parameters":{"type":"object","properties":{},"__proto__":{"a":[1]}}}}',
    ),
  ],
}
const sent = {
  url: '/v1/chat/completions',
  authorization: 'Bearer pk_the_key',
  body: JSON.parse(JSON.stringify(body)),
}

describe('a call copied as code makes the very same call', () => {
  test('curl, by a plain shell', async () => {
    const output = await run('sh', ['-s'], codeOf('curl', origin, body))
    expect(output).toContain('heard')
    expect(got.pop()).toEqual(sent)
  })

  test('TypeScript, by Node with the official SDK', async () => {
    const args = ['--input-type=module-typescript', '-']
    expect(await run(process.execPath, args, codeOf('typescript', origin, body))).toBe('heard')
    expect(got.pop()).toEqual(sent)
  })

  const hasPython = spawnSync('python3', ['--version']).status === 0
  test.skipIf(!hasPython)('Python, read by Python itself', async () => {
    // The SDK is not at hand: a stand-in prints what it was given.
    const standIn = `import json, sys, types
class OpenAI:
    def __init__(self, **given):
        self.chat = types.SimpleNamespace(completions=self)
        self.given = given
    def create(self, **body):
        print(json.dumps([self.given, body]))
        return []
sys.modules["openai"] = types.SimpleNamespace(OpenAI=OpenAI)
`
    const output = await run('python3', ['-'], standIn + codeOf('python', origin, body))
    expect(JSON.parse(output)).toEqual([{ base_url: `${origin}/v1`, api_key: 'pk_the_key' }, sent.body])
  })
})

test('for the eye pictures are cut short, and nothing else', () => {
  const shown = withoutPictures(codeOf('curl', origin, body))
  expect(shown.length).toBeLessThan(3000)
  expect(shown).toContain(JSON.stringify(nasty))
  expect(withoutPictures('no picture: data:text/plain')).toBe('no picture: data:text/plain')
})
