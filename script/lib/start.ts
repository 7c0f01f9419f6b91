import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Starts the server as its users do, under plain Node, and looks at what only a process shows: it comes up and says where it is, one
 * data directory takes one process, `check` works beside it, a signal ends it in an orderly way, and killing it frees the directory.
 */
const startSeconds = 60
const stopSeconds = 20
const main = new URL('../../server/main.ts', import.meta.url).pathname
const dataDir = mkdtempSync(join(tmpdir(), 'portico-start-'))
const environment = {
  ...process.env,
  PORT: '0',
  HOST: '127.0.0.1',
  PORTICO_DATA_DIR: dataDir,
  PORTICO_PUBLIC_URL: 'http://localhost:3000',
  DATABASE_URL: '',
  PORTICO_SECRET_KEY: '',
}
const running = new Set<ChildProcess>()

type Run = { child: ChildProcess; output: () => string; ended: Promise<number | string> }

function run(command: string): Run {
  const child = spawn(process.execPath, [main, command], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  const keep = (chunk: Buffer): void => {
    text += chunk.toString()
  }
  child.stdout?.on('data', keep)
  child.stderr?.on('data', keep)
  running.add(child)
  const ended = new Promise<number | string>((resolve) =>
    child.on('close', (code, signal) => {
      running.delete(child)
      resolve(code ?? signal ?? 'gone')
    }),
  )
  return { child, output: () => text, ended }
}

function assert(holds: boolean, what: string, output = ''): void {
  if (!holds) throw new Error(`${what}\n${output}`)
  console.log(`ok  ${what}`)
}

async function within<T>(seconds: number, promise: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: not within ${seconds} s`)), seconds * 1000)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}

/** Waits until the server says where it listens. */
async function start(): Promise<Run & { base: string }> {
  const server = run('serve')
  const ready = (async () => {
    for (;;) {
      const base = /listening on (http:\/\/\S+?)\)/.exec(server.output())?.[1]
      if (base !== undefined) return base
      if (!running.has(server.child)) throw new Error(`The server ended:\n${server.output()}`)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  })()
  return { ...server, base: await within(startSeconds, ready, 'the server starts') }
}

async function answers(base: string, path: string, status: number): Promise<void> {
  const answer = await fetch(`${base}${path}`, { headers: { accept: 'application/json' } })
  const text = await answer.text()
  assert(answer.status === status, `${path} answers ${status}`, `it answered ${answer.status}: ${text}`)
}

try {
  const first = await start()
  assert(first.output().includes('http://localhost:3000/setup?token='), 'it prints the one-time setup link')
  await answers(first.base, '/healthz', 200)
  await answers(first.base, '/readyz', 200)
  await answers(first.base, '/docs', 200)
  await answers(first.base, '/metrics', 200)
  await answers(first.base, '/api/v1/auth/methods', 200)
  await answers(first.base, '/api/v1/auth/session', 401)
  const second = run('serve')
  const refused = await within(startSeconds, second.ended, 'a second server gives up')
  assert(refused === 1, 'a second server on the directory is refused', second.output())
  assert(second.output().includes('Another Portico runs'), 'it says why', second.output())
  const check = run('check')
  assert((await within(startSeconds, check.ended, 'check')) === 0, 'check works beside it', check.output())
  first.child.kill('SIGTERM')
  const code = await within(stopSeconds, first.ended, 'SIGTERM ends it')
  assert(code === 0, 'SIGTERM ends it with 0', `${code}\n${first.output()}`)
  const killed = await start()
  killed.child.kill('SIGKILL')
  await within(stopSeconds, killed.ended, 'SIGKILL ends it')
  const third = await start()
  await answers(third.base, '/readyz', 200)
  third.child.kill('SIGINT')
  assert((await within(stopSeconds, third.ended, 'SIGINT ends it')) === 0, 'SIGINT ends it with 0')
  const unknown = run('nonsense')
  assert((await within(startSeconds, unknown.ended, 'an unknown command')) === 2, 'an unknown command is 2')
} finally {
  for (const child of running) child.kill('SIGKILL')
  rmSync(dataDir, { recursive: true, force: true })
}
