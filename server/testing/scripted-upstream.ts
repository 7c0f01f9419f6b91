/**
 * A real HTTP server that speaks the OpenAI protocol and misbehaves as told: the counterpart that the gateway is tested
 * against. It knows nothing of Portico and shares no code with it.
 *
 * The behaviour is chosen by `script(model, …)`, else by the request header `x-script`, else by the name of the model
 * itself (`lying-huge`), else it is `ok`.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

export const BEHAVIOURS = [
  'ok', // usage as OpenAI reports it
  'no-usage', // never says what was used
  'cumulative', // usage on every chunk, growing
  'null-usage', // "usage": null on every chunk but the last, asked for or not
  'lying-negative',
  'lying-huge',
  'lying-string',
  'lying-details', // more cached tokens than input
  'cut', // the connection is destroyed in the middle
  'cumulative-cut', // both
  'no-finish', // a stream that ends cleanly in the middle: no finish reason, no [DONE]
  'no-done', // ends cleanly without [DONE] (and, not streamed, without the rest of the body)
  'error-event', // an error event in the middle of the stream
  'slow', // waits `delayMilliseconds` before the head
  'trickle', // waits `delayMilliseconds` between pieces
  'hang', // never answers
  'stall', // some of the answer, then nothing
  'error-429', // with retry-after
  'error-500',
  'error-400',
  'error-401', // "your credential is wrong", which is the operator's, not the caller's
  'garbage', // 200, not JSON, not events
  'redirect', // 307 to `redirectTo`
  'huge', // a body of `hugeBytes`
  'echo', // the answer's text is the JSON of the request as received
  'tool', // calls the first tool
] as const

export type Behaviour = (typeof BEHAVIOURS)[number]

export type Script = {
  behaviour?: Behaviour
  /** the pieces of the answer, one chunk each */
  pieces?: string[]
  promptTokens?: number
  cachedTokens?: number
  completionTokens?: number
  reasoningTokens?: number
  delayMilliseconds?: number
  retryAfter?: string
  redirectTo?: string
  hugeBytes?: number
}

/** A request exactly as it came. `aborted` becomes true when the client hangs up before the answer is complete. */
export type ReceivedCall = {
  method: string
  path: string
  headers: Record<string, string | string[] | undefined>
  raw: Buffer
  body: Record<string, unknown>
  aborted: boolean
  finished: boolean
}

export type ScriptedUpstream = {
  /** `http://127.0.0.1:<port>/v1` */
  baseUrl: string
  port: number
  calls: ReceivedCall[]
  /** calls of one model, or all */
  count(model?: string): number
  /** connections accepted so far: fewer than calls when they are kept alive */
  connections(): number
  script(model: string, script: Script | Behaviour): void
  /** forgets calls and scripts */
  reset(): void
  close(): Promise<void>
}

type Told = Required<Script>

const DEFAULTS: Told = {
  behaviour: 'ok',
  pieces: ['Hello', ' from', ' the', ' scripted', ' upstream.'],
  promptTokens: 12,
  cachedTokens: 0,
  completionTokens: 5,
  reasoningTokens: 0,
  delayMilliseconds: 200,
  retryAfter: '7',
  redirectTo: 'http://127.0.0.1:9/v1/chat/completions',
  hugeBytes: 4_000_000,
}

/** @param models those that it lists; it answers to any. */
export async function startScriptedUpstream(
  models: readonly string[] = ['ok', 'echo'],
): Promise<ScriptedUpstream> {
  const calls: ReceivedCall[] = []
  const scripts = new Map<string, Script>()
  let connections = 0

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy())
  })
  server.on('connection', (socket) => {
    connections++
    socket.setNoDelay(true)
    socket.on('error', () => {})
  })

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const raw = Buffer.concat(parts)
    const call: ReceivedCall = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      raw,
      body: parse(raw),
      aborted: false,
      finished: false,
    }
    calls.push(call)
    response.on('close', () => {
      call.finished = response.writableFinished
      call.aborted = !response.writableFinished
    })
    if (call.method === 'GET' && call.path.endsWith('/models')) return sendModels(response, models)
    const told = scriptFor(call)
    response.setHeader('x-request-id', `scripted-${calls.length}`)
    if (call.path.endsWith('/chat/completions')) return chat(call, told, response)
    if (call.path.endsWith('/embeddings')) return embeddings(call, told, response)
    sendJson(response, 404, failure('There is no such route.', 'invalid_request_error', null))
  }

  function scriptFor(call: ReceivedCall): Told {
    const model = String(call.body.model)
    const named = [call.headers['x-script'], model].find((name) => BEHAVIOURS.some((one) => one === name))
    return { ...DEFAULTS, behaviour: (named as Behaviour | undefined) ?? 'ok', ...scripts.get(model) }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    port,
    calls,
    count: (model) =>
      model === undefined ? calls.length : calls.filter((call) => call.body.model === model).length,
    connections: () => connections,
    script(model, script) {
      scripts.set(model, typeof script === 'string' ? { behaviour: script } : script)
    },
    reset() {
      calls.length = 0
      scripts.clear()
    },
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

/** Failures that come instead of an answer, at either endpoint. True when one was sent. */
async function failed(told: Told, response: ServerResponse): Promise<boolean> {
  switch (told.behaviour) {
    case 'hang':
      return true
    case 'slow':
      await sleep(told.delayMilliseconds)
      return false
    case 'error-429':
      response.setHeader('retry-after', told.retryAfter)
      sendJson(response, 429, failure('Slow down.', 'requests', 'rate_limit_exceeded'))
      return true
    case 'error-500':
      sendJson(response, 500, failure('The server had an error.', 'server_error', null))
      return true
    case 'error-400':
      sendJson(
        response,
        400,
        failure('Unsupported value: temperature.', 'invalid_request_error', 'unsupported_value'),
      )
      return true
    case 'error-401':
      sendJson(
        response,
        401,
        failure('Incorrect API key provided.', 'invalid_request_error', 'invalid_api_key'),
      )
      return true
    case 'garbage':
      response.setHeader('content-type', 'text/html')
      response.end('<html><body>It works!</body></html>')
      return true
    case 'redirect':
      response.writeHead(307, { location: told.redirectTo })
      response.end()
      return true
    case 'huge':
      response.setHeader('content-type', 'application/json')
      response.end(`{"object":"list","data":[],"filler":"${'x'.repeat(told.hugeBytes)}"}`)
      return true
    default:
      return false
  }
}

async function chat(call: ReceivedCall, told: Told, response: ServerResponse): Promise<void> {
  if (await failed(told, response)) return
  const pieces = told.behaviour === 'echo' ? [call.raw.toString('utf8')] : told.pieces
  const tool = told.behaviour === 'tool' ? firstTool(call.body) : null
  if (call.body.stream === true) return stream(call, told, pieces, tool, response)
  const message =
    tool === null
      ? { role: 'assistant', content: pieces.join('') }
      : { role: 'assistant', content: null, tool_calls: [toolCall(tool, '{"city":"Paris"}')] }
  const body = {
    id: 'chatcmpl-scripted',
    object: 'chat.completion',
    created: 1_700_000_000,
    model: call.body.model,
    choices: [{ index: 0, message, logprobs: null, finish_reason: tool === null ? 'stop' : 'tool_calls' }],
    ...withUsage(told, told.completionTokens),
  }
  sendPossiblyBroken(response, told, JSON.stringify(body))
}

async function stream(
  call: ReceivedCall,
  told: Told,
  pieces: string[],
  tool: string | null,
  response: ServerResponse,
): Promise<void> {
  const asked = (call.body.stream_options as { include_usage?: unknown } | undefined)?.include_usage === true
  const { behaviour } = told
  const cumulative = behaviour === 'cumulative' || behaviour === 'cumulative-cut'
  const nulls = behaviour === 'null-usage' || (asked && behaviour !== 'no-usage' && !cumulative)
  const send = (choices: unknown[], usage: object): void => {
    const chunk = {
      id: 'chatcmpl-scripted',
      object: 'chat.completion.chunk',
      created: 1_700_000_000,
      model: call.body.model,
      choices,
      ...usage,
    }
    response.write(`data: ${JSON.stringify(chunk)}\n\n`)
  }
  const usageSoFar = (tokens: number): object =>
    cumulative ? withUsage(told, tokens) : nulls ? { usage: null } : {}
  const choice = (delta: object, finish: string | null): unknown[] => [
    { index: 0, delta, logprobs: null, finish_reason: finish },
  ]

  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' })
  send(choice({ role: 'assistant', content: '' }, null), usageSoFar(0))
  for (const [index, piece] of pieces.entries()) {
    if (behaviour === 'trickle') await sleep(told.delayMilliseconds)
    if (index === 2) {
      if (behaviour === 'stall') return
      if (behaviour === 'no-finish') {
        response.end()
        return
      }
      if (behaviour === 'cut' || behaviour === 'cumulative-cut') return destroySoon(response)
      if (behaviour === 'error-event') {
        response.write(
          `data: ${JSON.stringify(failure('The server is overloaded.', 'server_error', 'overloaded'))}\n\n`,
        )
        response.end()
        return
      }
    }
    const delta =
      tool === null
        ? { content: piece }
        : { tool_calls: [{ index: 0, ...toolCall(tool, index === 0 ? '{}' : '') }] }
    send(choice(delta, null), usageSoFar(index + 1))
  }
  send(choice({}, tool === null ? 'stop' : 'tool_calls'), usageSoFar(told.completionTokens))
  if (behaviour === 'no-done') {
    response.end()
    return
  }
  if ((asked || behaviour === 'null-usage') && !cumulative && behaviour !== 'no-usage') {
    send([], withUsage(told, told.completionTokens))
  }
  response.end('data: [DONE]\n\n')
}

async function embeddings(call: ReceivedCall, told: Told, response: ServerResponse): Promise<void> {
  if (await failed(told, response)) return
  const inputs = Array.isArray(call.body.input) ? call.body.input : [call.body.input]
  const numbers = told.behaviour === 'echo' ? [0.25, inputs.length] : [0.6, 0.8]
  const floats = Float32Array.from(numbers)
  const embedding =
    call.body.encoding_format === 'base64' ? Buffer.from(floats.buffer).toString('base64') : [...floats]
  const { usage } = withUsage(told, 0) as { usage?: Record<string, unknown> }
  const body = {
    object: 'list',
    data: inputs.map((_, index) => ({ object: 'embedding', index, embedding })),
    model: call.body.model,
    ...(usage === undefined
      ? {}
      : { usage: { prompt_tokens: usage.prompt_tokens, total_tokens: usage.prompt_tokens } }),
  }
  sendPossiblyBroken(response, told, JSON.stringify(body))
}

function withUsage(told: Told, completionTokens: number): object {
  const usage = {
    prompt_tokens: told.promptTokens as unknown,
    completion_tokens: completionTokens as unknown,
    total_tokens: (told.promptTokens + completionTokens) as unknown,
    prompt_tokens_details: { cached_tokens: told.cachedTokens, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: told.reasoningTokens, audio_tokens: 0 },
  }
  switch (told.behaviour) {
    case 'no-usage':
      return {}
    case 'lying-negative':
      return { usage: { ...usage, prompt_tokens: -50_000, total_tokens: completionTokens - 50_000 } }
    case 'lying-huge':
      return { usage: { ...usage, prompt_tokens: 9e15, completion_tokens: 9e15, total_tokens: 18e15 } }
    case 'lying-string':
      return { usage: { ...usage, prompt_tokens: '12', completion_tokens: 'many' } }
    case 'lying-details':
      return { usage: { ...usage, prompt_tokens_details: { cached_tokens: told.promptTokens + 1 } } }
    default:
      return { usage }
  }
}

function sendPossiblyBroken(response: ServerResponse, told: Told, text: string): void {
  response.setHeader('content-type', 'application/json')
  const { behaviour } = told
  if (
    behaviour === 'cut' ||
    behaviour === 'cumulative-cut' ||
    behaviour === 'stall' ||
    behaviour === 'no-done'
  ) {
    const half = text.slice(0, Math.floor(text.length / 2))
    if (behaviour === 'no-done') {
      response.end(half)
      return
    }
    response.setHeader('content-length', Buffer.byteLength(text))
    response.write(half)
    if (behaviour !== 'stall') destroySoon(response)
    return
  }
  response.end(text)
}

/** After what was written has left: else the client may see nothing of it. */
function destroySoon(response: ServerResponse): void {
  setTimeout(() => response.socket?.destroy(), 20)
}

function sendModels(response: ServerResponse, models: readonly string[]): void {
  const data = models.map((id) => ({
    id,
    object: 'model',
    created: 1_700_000_000,
    owned_by: 'scripted',
  }))
  sendJson(response, 200, { object: 'list', data })
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}

function failure(message: string, type: string, code: string | null): object {
  return { error: { message, type, param: null, code } }
}

function firstTool(body: Record<string, unknown>): string | null {
  const tools = body.tools as { function?: { name?: string } }[] | undefined
  return tools?.[0]?.function?.name ?? null
}

function toolCall(name: string, text: string): object {
  return { id: 'call_scripted', type: 'function', function: { name, arguments: text } }
}

function parse(raw: Buffer): Record<string, unknown> {
  try {
    return JSON.parse(raw.toString('utf8')) as Record<string, unknown>
  } catch {
    return {}
  }
}
