import { chance, pick, type Random, randomFrom, whole } from '../../server/process/demo/random.ts'
import type { MadeCall } from '../../server/testing/index.ts'

/** A program with a key: which models it calls, how often on a weekday, in which hours (UTC). */
export type Program = {
  keyId: string
  accountId: string
  models: readonly [string, ...string[]]
  perDay: number
  hours: readonly [number, number]
  /** Tokens in and out, from and up to. */
  input: readonly [number, number]
  output: readonly [number, number]
}

const dayMs = 86_400_000
const hourMs = 3_600_000

/** US dollars per million tokens, in and out, as the world of the guide prices them. */
export const rates: Readonly<Record<string, { input: string; output: string; cached?: string }>> = {
  'gpt-4.1': { input: '2', output: '8', cached: '0.5' },
  'gpt-4.1-mini': { input: '0.48', output: '1.92', cached: '0.12' },
  'qwen3-32b': { input: '0.15', output: '0.6', cached: '0.05' },
  'text-embedding-3-small': { input: '0.02', output: '0' },
}
const picos = (usdPerMillion: string): bigint => BigInt(Math.round(Number(usdPerMillion) * 1e6))

type Failure = { status: number; errorCode: string; latencyMs: number }
const failures: readonly [Failure, ...Failure[]] = [
  { status: 429, errorCode: 'rate_limit_exceeded', latencyMs: 212 },
  { status: 502, errorCode: 'upstream_error', latencyMs: 1340 },
  { status: 504, errorCode: 'upstream_timeout', latencyMs: 60_008 },
  { status: 400, errorCode: 'upstream_refused', latencyMs: 240 },
]

function callOf(random: Random, program: Program, at: number, organizationId: string): MadeCall {
  const model = pick(random, program.models)
  const { keyId, accountId } = program
  const call = { organizationId, keyId, accountId, at, model, ip: `203.0.113.${whole(random, 2, 6) * 16}` }
  const embeds = model.startsWith('text-embedding')
  if (chance(random, 0.025))
    return {
      ...call,
      ...pick<Failure>(random, failures),
      inputTokens: 0,
      outputTokens: 0,
      usageSource: 'none',
    }
  const input = whole(random, ...program.input)
  const output = embeds ? 0 : whole(random, ...program.output)
  const rate = rates[model] ?? { input: '0', output: '0' }
  const stream = !embeds && chance(random, 0.7)
  return {
    ...call,
    stream,
    endpoint: embeds ? 'embeddings' : 'chat.completions',
    inputTokens: input,
    outputTokens: output,
    latencyMs: embeds ? whole(random, 60, 210) : 500 + output * 9 + whole(random, 0, 700),
    firstTokenMs: stream ? whole(random, 190, 620) : null,
    buckets: [
      { name: 'input', quantity: BigInt(input), ratePicos: picos(rate.input) },
      ...(embeds ? [] : [{ name: 'output', quantity: BigInt(output), ratePicos: picos(rate.output) }]),
    ],
  }
}

/** Every call of these programs from `start` to `end`, in order: fewer at weekends, the same at each run. */
export function callsOf(
  organizationId: string,
  programs: readonly Program[],
  { start, end }: { start: number; end: number },
): MadeCall[] {
  const random = randomFrom(Math.round(start / dayMs))
  const calls: MadeCall[] = []
  for (let day = Math.floor(start / dayMs) * dayMs; day < end; day += dayMs) {
    const weekend = [0, 6].includes(new Date(day).getUTCDay())
    for (const program of programs) {
      const count = Math.round(program.perDay * (weekend ? 0.3 : 1) * (0.7 + 0.6 * random()))
      for (let i = 0; i < count; i += 1) {
        const at =
          day + program.hours[0] * hourMs + whole(random, 0, (program.hours[1] - program.hours[0]) * hourMs)
        const call = callOf(random, program, at, organizationId)
        if (at >= start && at < end) calls.push(call)
      }
    }
  }
  return calls.sort((a, b) => (a.at ?? 0) - (b.at ?? 0))
}
