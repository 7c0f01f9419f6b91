import { Client } from 'undici'
import type { connectionProblems } from '../../../contract/operator.ts'
import { isAddressNotAllowed, type Outgoing } from '../../http/outgoing.ts'

/** What an upstream answered to the question for its models, or what went wrong, in words that hold no secret. */
export type Probe = {
  ok: boolean
  models: string[]
  ms: number
  problem: string | null
  problemCode: ProblemCode | null
}
export type ProblemCode = (typeof connectionProblems)[number]
type Problem = { problemCode: ProblemCode; problem: string }

const totalMs = 10_000
const connectMs = 5000
const maxBytes = 2 * 1024 * 1024
const mostModels = 2000

/**
 * Asks an upstream of the OpenAI protocol for its models, through the connection that rule 38 guards; follows no redirect, so the
 * credential goes to this origin only. Never throws.
 *
 * @param target.baseUrl as it is saved: `https://host/v1`.
 */
export async function probe(
  outgoing: Outgoing,
  target: { baseUrl: string; credential: string | null },
  limits = { totalMs, maxBytes },
): Promise<Probe> {
  const began = performance.now()
  const url = new URL(target.baseUrl)
  const client = new Client(url.origin, {
    connect: outgoing.connector({ connectTimeoutMilliseconds: Math.min(connectMs, limits.totalMs) }),
    maxResponseSize: limits.maxBytes,
    allowH2: false,
  })
  const end = (result: { models: string[] } | Problem): Probe => ({
    ok: 'models' in result,
    models: [],
    problem: null,
    problemCode: null,
    ...result,
    ms: Math.round(performance.now() - began),
  })
  try {
    const { statusCode, body } = await client.request({
      method: 'GET',
      path: `${url.pathname.replace(/\/+$/, '')}/models`,
      headers: {
        accept: 'application/json',
        'accept-encoding': 'identity',
        'user-agent': 'portico',
        ...(target.credential === null ? {} : { authorization: `Bearer ${target.credential}` }),
      },
      signal: AbortSignal.timeout(limits.totalMs),
    })
    const refused = problemOfStatus(statusCode, target.credential !== null)
    return end(refused === null ? listOf(await body.text()) : refused)
  } catch (error) {
    return end(problemOf(error as Error & { code?: string }, url.host))
  } finally {
    // Whatever is left of the reply is not wanted.
    client.destroy().catch(() => {})
  }
}

const told = (problemCode: ProblemCode, problem: string): Problem => ({ problemCode, problem })

function problemOfStatus(status: number, withCredential: boolean): Problem | null {
  if (status >= 200 && status < 300) return null
  if (status >= 300 && status < 400)
    return told(
      'redirected',
      'The upstream redirects to another address. Enter that address itself: redirects are not followed.',
    )
  if (status === 401 || status === 403)
    return withCredential
      ? told('credential_refused', `The upstream refuses this credential (HTTP ${status}).`)
      : told('credential_wanted', `The upstream wants a credential (HTTP ${status}).`)
  if (status === 404)
    return told(
      'no_list',
      'There is no list of models at this address (HTTP 404). Most addresses end in /v1.',
    )
  return told('http_status', `The upstream answered with HTTP ${status}.`)
}

/** The ids of `{"data": [{"id": …}]}`; what could not be a model's name is left out. */
function listOf(text: string): { models: string[] } | Problem {
  let answer: unknown
  try {
    answer = JSON.parse(text)
  } catch {
    return told(
      'not_json',
      'The answer is not JSON, so this is hardly a model provider. Most addresses end in /v1.',
    )
  }
  const data = (answer as { data?: unknown } | null)?.data
  if (!Array.isArray(data)) return told('no_list', 'The answer is JSON, but no list of models.')
  const ids = data.flatMap((entry: unknown) => {
    const id = (entry as { id?: unknown } | null)?.id
    return typeof id === 'string' && /^\P{Cc}{1,256}$/u.test(id) ? [id] : []
  })
  return { models: [...new Set(ids)].slice(0, mostModels) }
}

const timeouts = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
])
const cut = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'])
const unreachable = new Set(['EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL'])

/** What a failed connection means, by its error. */
export function problemOf(error: Error & { code?: string }, host: string): Problem {
  const code = error.code ?? ''
  if (isAddressNotAllowed(error)) return told('url_not_allowed', error.message)
  if (error.name === 'TimeoutError' || timeouts.has(code))
    return told('timeout', `${host} did not answer within the time limit.`)
  if (code === 'ECONNREFUSED')
    return told('refused', `Nothing answers at ${host}: the connection was refused.`)
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return told(
      'url_unresolved',
      `The host of ${host} cannot be found. Check its spelling and the DNS of this server.`,
    )
  if (unreachable.has(code)) return told('unreachable', `This server has no way to ${host}.`)
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE')
    return told('too_large', 'The answer is larger than 2 MB, so this is hardly a list of models.')
  if (cut.has(code)) return told('closed', `${host} closed the connection before it answered.`)
  if (/^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO)/.test(code))
    return told('tls', `No secure connection to ${host}: its certificate or TLS is not acceptable (${code}).`)
  if (error.name === 'HTTPParserError') return told('not_http', `${host} does not speak HTTP.`)
  return told('failed', `The request failed${code === '' ? '' : ` (${code})`}.`)
}
