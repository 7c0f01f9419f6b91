import { type ChildProcess, fork, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { startFlags } from '../server/testing/start-flags.ts'

/**
 * CPU per non-streaming call (1 KB in, 1 KB out, 16 at a time) of Portico with everything on, beside a bare Fastify + undici proxy and
 * another gateway, in the same run. CPU is what the kernel charged the server's process, all threads of it: it does not depend on how
 * busy the machine is with others as time does. It does depend on how fast the machine is in that minute, so that ratios are taken round
 * by round, and their median counts.
 */
const small = process.argv.includes('--small')
/** Many short rounds, the servers in turn: what else the machine does comes and goes within seconds. */
const rounds = small ? 1 : 15
const calls = small ? 300 : 4000
const atOnce = 16
/** Until the compiler is done with the hot path. */
const warmUp = small ? 100 : 25_000
const limits = { overBare: 1.5, ofPeer: 1 / 5 }

type Server = { name: string; child: ChildProcess; origin: string; headers: Record<string, string> }
type Sample = { cpuMicros: number; perSecond: number; p50: number; p99: number; failed: number }

function heard<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`A part of the bench ended with ${code}`))
    child.once('exit', ended)
    child.once('message', (message) => {
      child.off('exit', ended)
      resolve(message as T)
    })
  })
}

const part = (name: string, args: string[] = [], execArgv: string[] = []): ChildProcess =>
  fork(new URL(`./parts/${name}.ts`, import.meta.url), args, { execArgv })

async function start(name: string, file: string, args: string[], execArgv: string[] = []): Promise<Server> {
  const child = part(file, args, execArgv)
  const { port, secret } = await heard<{ port: number; secret?: string }>(child)
  const headers: Record<string, string> = secret ? { authorization: `Bearer ${secret}` } : {}
  return { name, child, origin: `http://127.0.0.1:${port}`, headers }
}

async function answering(port: number): Promise<void> {
  for (let i = 0; i < 100; i += 1) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true))
      socket.on('error', () => resolve(false))
      socket.on('connect', () => socket.end())
    })
    if (open) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`Nothing listens on ${port}`)
}

/** Portkey's gateway, where `script/bench` installed it. */
async function startPeer(upstream: string): Promise<Server | null> {
  const file = new URL('./peers/node_modules/@portkey-ai/gateway/build/start-server.js', import.meta.url)
  if (!existsSync(file)) return null
  const port = 20_000 + Math.floor(Math.random() * 20_000)
  const child = spawn(process.execPath, [file.pathname, `--port=${port}`, '--headless'], { stdio: 'ignore' })
  await answering(port)
  const headers = {
    'x-portkey-provider': 'openai',
    'x-portkey-custom-host': `${upstream}/v1`,
    authorization: 'Bearer upstream',
  }
  return { name: '@portkey-ai/gateway', child, origin: `http://127.0.0.1:${port}`, headers }
}

/** User and system time of a process, all its threads, in microseconds (proc(5): clock ticks of 10 ms). */
function cpuMicros(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * 10_000
}

async function measure(load: ChildProcess, server: Server, count: number): Promise<Sample> {
  const pid = server.child.pid as number
  const before = cpuMicros(pid)
  const result = heard<Omit<Sample, 'cpuMicros'>>(load)
  load.send({ origin: server.origin, headers: server.headers, calls: count, atOnce })
  const sample = await result
  return { ...sample, cpuMicros: (cpuMicros(pid) - before) / count }
}

const median = (values: number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

const upstream = part('upstream')
const upstreamOrigin = `http://127.0.0.1:${(await heard<{ port: number }>(upstream)).port}`
const servers = [
  await start('bare Fastify + undici', 'bare', [upstreamOrigin, 'buffered']),
  await start('Portico', 'portico', [upstreamOrigin], startFlags()),
  await start('bare, bodies piped', 'bare', [upstreamOrigin, 'piped']),
]
const peer = await startPeer(upstreamOrigin)
if (peer) servers.push(peer)
const load = part('load')

const samples = new Map<Server, Sample[]>()
for (const server of servers) await measure(load, server, warmUp)
for (let round = 0; round < rounds; round += 1) {
  for (const server of servers)
    samples.set(server, [...(samples.get(server) ?? []), await measure(load, server, calls)])
}
const bareOf = (round: number): number => samples.get(servers[0] as Server)?.[round]?.cpuMicros ?? 1
const rows = servers.map((server) => {
  const own = samples.get(server) ?? []
  const of = (name: keyof Sample): number => median(own.map((sample) => sample[name]))
  return {
    name: server.name,
    cpu: of('cpuMicros'),
    overBare: median(own.map((sample, round) => sample.cpuMicros / bareOf(round))),
    perSecond: of('perSecond'),
    p50: of('p50'),
    p99: of('p99'),
    failed: own.reduce((sum, one) => sum + one.failed, 0),
  }
})
const [bare, portico] = rows
const other = peer ? rows.at(-1) : undefined
console.log(
  `\nCPU of a non-streaming call, ${calls} calls × ${rounds}, ${atOnce} at a time (medians; × bare round by round)\n`,
)
console.log('| server | CPU per call | × bare | calls/s | p50 | p99 | added p50 | added p99 |')
console.log('|---|---|---|---|---|---|---|---|')
for (const row of rows) {
  const ms = (value: number): string => `${value.toFixed(2)} ms`
  console.log(
    `| ${row.name} | ${row.cpu.toFixed(0)} µs | ${row.overBare.toFixed(2)} | ${row.perSecond.toFixed(0)} | ${ms(row.p50)} | ${ms(row.p99)} | ${ms(row.p50 - (bare?.p50 ?? 0))} | ${ms(row.p99 - (bare?.p99 ?? 0))} |`,
  )
}
const own = servers[1] as Server
const checked = heard<{ records: number; findings: unknown[] }>(own.child)
own.child.send('check')
const { records, findings } = await checked
const sent = warmUp + rounds * calls
console.log(
  `\n${records} of ${sent} calls have their durable record; portico check: ${findings.length} findings.`,
)
for (const { child } of servers) child.kill()
upstream.kill()
load.kill()

const problems: string[] = []
if (records !== sent || findings.length > 0)
  problems.push('calls without a record, or sums that do not agree')
for (const row of rows) if (row.failed > 0) problems.push(`${row.name}: ${row.failed} calls failed`)
if (!small && bare && portico) {
  if (portico.overBare > limits.overBare) problems.push(`more than ${limits.overBare}× the bare proxy`)
  if (!other) problems.push('the peer is not installed: script/bench does that')
  else if (portico.cpu > other.cpu * limits.ofPeer)
    problems.push(`more than ${limits.ofPeer} of ${other.name}`)
}
for (const problem of problems) console.error(`FAILED: ${problem}`)
process.exit(problems.length > 0 ? 1 : 0)
