import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startFlags } from '../server/testing/start-flags.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const startSeconds = 60

/** The first operator of every world, unless its file asks for a set-up link. */
export const operator = {
  username: 'olivia',
  email: 'olivia@example.com',
  password: 'seven quiet lanterns drift',
}
/** Environment of a world without an operator: the server prints its set-up link. */
export const withoutOperator = {
  PORTICO_ADMIN_USERNAME: '',
  PORTICO_ADMIN_EMAIL: '',
  PORTICO_ADMIN_PASSWORD: '',
}

/** The real product: `node server/main.ts` on a fresh data directory, at a free port. */
export type World = {
  /** The public URL, without a slash at its end. */
  readonly url: string
  /** What the server printed to make the first operator; null where there is one. */
  readonly setupLink: string | null
  /** Where its database is: for what no interface does, such as a session growing old. */
  readonly dataDir: string
  /** Everything that it has printed so far. */
  readonly output: () => string
  stop(): Promise<void>
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('No port was free')
  return address.port
}

/** Variables of the machine that would change what the server does do not reach it; where Node keeps what it compiled does. */
function environment(own: Record<string, string>): Record<string, string> {
  const { PATH = '', HOME = '', NODE_COMPILE_CACHE = '' } = process.env
  return { PATH, HOME, ...(NODE_COMPILE_CACHE && { NODE_COMPILE_CACHE }), ...own }
}

async function ended(child: ChildProcess, milliseconds: number): Promise<boolean> {
  if (child.exitCode !== null || child.signalCode !== null) return true
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), milliseconds)
    child.once('exit', () => {
      clearTimeout(timer)
      resolve(true)
    })
  })
}

/**
 * Starts a server and waits until it is ready.
 *
 * @param env variables over the defaults: an operator, open registration, 5 USD to start with, the sandbox.
 * @throws Error with what the server printed, where it does not start.
 */
export async function startWorld(env: Readonly<Record<string, string>> = {}): Promise<World> {
  const port = await freePort()
  const dataDir = mkdtempSync(join(tmpdir(), 'portico-e2e-'))
  const child = spawn(process.execPath, [...startFlags(), 'server/main.ts'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environment({
      PORT: String(port),
      PORTICO_DATA_DIR: dataDir,
      PORTICO_LOG_LEVEL: 'warn',
      PORTICO_REGISTRATION: 'open',
      PORTICO_STARTING_CREDIT_USD: '5',
      PORTICO_SANDBOX: 'true',
      PORTICO_ADMIN_USERNAME: operator.username,
      PORTICO_ADMIN_EMAIL: operator.email,
      PORTICO_ADMIN_PASSWORD: operator.password,
      ...env,
    }),
  })
  // The last words: the set-up link where there is no operator.
  const said = env.PORTICO_ADMIN_USERNAME === '' ? /\/setup\?token=\S+\n/ : /Portico is ready at .*\n/
  let output = ''
  const ready = new Promise<void>((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`The server ${why}:\n${output}`))
    const timer = setTimeout(() => fail(`was not ready after ${startSeconds} s`), startSeconds * 1000)
    const read = (chunk: Buffer) => {
      output += chunk.toString()
      if (!said.test(output)) return
      clearTimeout(timer)
      resolve()
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.once('exit', (code) => fail(`ended with ${code}`))
  })
  async function stop() {
    child.kill('SIGTERM')
    if (!(await ended(child, 10_000))) child.kill('SIGKILL')
    await ended(child, 5000)
    rmSync(dataDir, { recursive: true, force: true })
  }
  await ready.catch(async (error: unknown) => {
    await stop()
    throw error
  })
  return {
    url: `http://localhost:${port}`,
    setupLink: /\S+\/setup\?token=\S+/.exec(output)?.[0] ?? null,
    dataDir,
    output: () => output,
    stop,
  }
}
