import type { ChatBody } from './body.ts'

export const languages = ['curl', 'typescript', 'python'] as const
export type CodeLanguage = (typeof languages)[number]

/**
 * A call as code to paste. The key is read from the variable `PORTICO_API_KEY`, so it stands in no file and no history.
 *
 * @param origin this server's public address, without a slash at its end.
 */
export function codeOf(language: CodeLanguage, origin: string, body: ChatBody): string {
  return { curl, typescript, python }[language](`${origin}/v1`, body)
}

/** A quoted here-document: nothing in it means anything to the shell, and no argument is too long. Lines of JSON are never `JSON`. */
function curl(base: string, body: ChatBody): string {
  return `curl -N ${base}/chat/completions \\
  -H "Authorization: Bearer $PORTICO_API_KEY" \\
  -H "Content-Type: application/json" \\
  --data-binary @- <<'JSON'
${JSON.stringify(body, null, 2)}
JSON
`
}

function typescript(base: string, body: ChatBody): string {
  return `import OpenAI from 'openai'

const client = new OpenAI({
  baseURL: ${JSON.stringify(base)},
  apiKey: process.env.PORTICO_API_KEY,
})
const stream = await client.chat.completions.create(${literal(body, typescriptWords)})
for await (const chunk of stream) {
  const delta = chunk.choices[0]?.delta
  process.stdout.write(delta?.content ?? '')
  if (delta?.tool_calls) process.stdout.write(JSON.stringify(delta.tool_calls))
}
`
}

function python(base: string, body: ChatBody): string {
  const named = Object.entries(body).map(
    ([name, value]) => `    ${name}=${literal(value, pythonWords, '    ')},\n`,
  )
  return `import os

from openai import OpenAI

client = OpenAI(
    base_url=${JSON.stringify(base)},
    api_key=os.environ["PORTICO_API_KEY"],
)
stream = client.chat.completions.create(
${named.join('')})
for chunk in stream:
    if chunk.choices:
        delta = chunk.choices[0].delta
        print(delta.content or "", end="", flush=True)
        if delta.tool_calls:
            print(delta.tool_calls)
`
}

type Words = { true: string; false: string; null: string; step: string; key: (name: string) => string }
const typescriptWords: Words = {
  true: 'true',
  false: 'false',
  null: 'null',
  step: '  ',
  // As a plain name in a literal it would set the prototype.
  key: (name) => (name === '__proto__' ? '["__proto__"]' : JSON.stringify(name)),
}
// What JSON escapes in a string, Python reads the same way.
const pythonWords: Words = { true: 'True', false: 'False', null: 'None', step: '    ', key: JSON.stringify }

/** A JSON value as a literal of the language. */
function literal(value: unknown, words: Words, indent = ''): string {
  if (value === null || value === undefined) return words.null
  if (typeof value === 'boolean') return value ? words.true : words.false
  if (typeof value !== 'object') return JSON.stringify(value)
  const inner = indent + words.step
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  const lines = Array.isArray(value)
    ? value.map((one) => literal(one, words, inner))
    : Object.entries(value).map(([name, one]) => `${words.key(name)}: ${literal(one, words, inner)}`)
  if (lines.length === 0) return open + close
  return `${open}\n${lines.map((line) => `${inner}${line},\n`).join('')}${indent}${close}`
}

/** For the eye: pictures within it are cut short. */
export const withoutPictures = (text: string) =>
  text.replace(/(data:image\/[a-z]+;base64,[\w+/]{24})[\w+/=]{40,}/g, '$1\u2026')
