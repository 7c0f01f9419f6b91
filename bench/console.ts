import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { startWorld } from '../e2e/world.ts'
import { timeLists } from './parts/console-lists.ts'
import { type PageTime, timePages } from './parts/console-pages.ts'
import { consoleEnvironment, makeConsoleWorld } from './parts/console-world.ts'

/**
 * How long somebody waits in the console of an organization with a million calls (SQLite): from a click in the sidebar, and from an empty
 * browser, until the rows are there, until one of them takes a click, and until its panel stands open; and how long the server takes for
 * what those pages ask. Exits with 1 where half of the pages of 50 rows take more than 300 ms from the click in the sidebar until they are
 * interactive (they take a click on a row), or where the money of the world does not add up.
 */
const small = process.argv.includes('--small')
const records = small ? 3000 : 1_000_000
const rounds = small ? 1 : 7
const mostMilliseconds = 300

const root = new URL('..', import.meta.url).pathname
if (!existsSync(join(root, 'console/dist/index.html')))
  throw new Error('Build the console first: npm run build')

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
const cell = (values: readonly number[]): string =>
  values.length === 0 ? '' : `${median(values).toFixed(0)} / ${Math.max(...values).toFixed(0)}`
const taken = (times: readonly PageTime[]) => times.flatMap((time) => time.taken ?? [])
const opened = (times: readonly PageTime[]) => times.flatMap((time) => time.opened ?? [])
const shown = (times: readonly PageTime[]) => times.map((time) => time.shown)

async function checkMoney(env: Record<string, string>): Promise<string> {
  const child = spawn(process.execPath, ['server/main.ts', 'check'], {
    cwd: root,
    env: { ...process.env, ...env },
  })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  const code = await new Promise((resolve) => child.once('exit', resolve))
  if (code !== 0) throw new Error(`portico check: ${said}`)
  return said.trim().split('\n').at(-1) ?? ''
}

const kept = process.env.BENCH_CONSOLE_DATA
const dataDir = kept ?? mkdtempSync(join(tmpdir(), 'portico-bench-'))
const begun = performance.now()
const world = await makeConsoleWorld(dataDir, records)
const seconds = ((performance.now() - begun) / 1000).toFixed(0)
const server = await startWorld(consoleEnvironment(dataDir))
const problems: string[] = []
try {
  const signIn = await fetch(`${server.url}/api/v1/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.url },
    body: JSON.stringify({ username: world.username, password: world.password }),
  })
  const cookie = signIn.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  const lists = await timeLists(
    world,
    async (path) => {
      const start = performance.now()
      const answer = await fetch(`${server.url}/api/v1${path}`, { headers: { cookie } })
      const body = await answer.text()
      if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${body}`)
      return performance.now() - start
    },
    small ? 1 : 9,
  )
  const pages = await timePages(server.url, world, { rounds, least: small ? 30 : 50 })
  console.log(
    `The console of an organization with ${records} calls in 90 days, 60 keys and 60 models (made in ${seconds} s); ` +
      `median / worst in ms, others used the machine too (load ${loadavg()[0]?.toFixed(1)})\n`,
  )
  console.log(
    '| page | click: rows there | a row takes a click | its panel is open | empty browser: rows there | a row takes a click |',
  )
  console.log('|---|---|---|---|---|---|')
  for (const { name, clicked, cold } of pages) {
    console.log(
      `| ${name} | ${cell(shown(clicked))} | ${cell(taken(clicked))} | ${cell(opened(clicked))} | ${cell(shown(cold))} | ${cell(taken(cold))} |`,
    )
    // The overview has no rows: it is told, not bounded.
    const ready = taken(clicked)
    if (!small && ready.length > 0 && median(ready) > mostMilliseconds)
      problems.push(`${name}: ${median(ready).toFixed(0)} ms from the click`)
  }
  console.log('\n| answer of the server | median / worst in ms |\n|---|---|')
  for (const { name, times } of lists) {
    console.log(
      `| ${name} | ${times.length > 0 ? `${median(times).toFixed(1)} / ${Math.max(...times).toFixed(1)}` : ''} |`,
    )
    if (!small && !name.startsWith('summary') && median(times) > mostMilliseconds)
      problems.push(`${name}: ${median(times).toFixed(0)} ms`)
  }
  console.log(`\nportico check: ${await checkMoney(consoleEnvironment(dataDir))}`)
} finally {
  await server.stop()
  if (kept === undefined) rmSync(dataDir, { recursive: true, force: true })
}
for (const problem of problems) console.log(`FAILED: ${problem}`)
process.exit(problems.length > 0 ? 1 : 0)
