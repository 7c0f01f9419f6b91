import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { leaveForTheRun, testFile } from './canary-run.ts'
import { startFlags } from './start-flags.ts'
import { testStoreKind } from './test-store.ts'

/** The server as people run it: a process of its own. */
export type NodeProcess = {
  child: ChildProcess
  url: string
  /** Everything it wrote. */
  output(): string
  /** Ends it like a power cut, and waits until it is gone. */
  kill(): Promise<void>
  /** Asks it to stop; resolves with its exit code. */
  stop(): Promise<number | null>
}

export async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}

const mainFile = new URL('../main.ts', import.meta.url).pathname

/** Starts `server/main.ts` with these variables alone (and where Node keeps what it compiled), and waits until it answers. */
export async function startNode(environment: Record<string, string>, command?: string): Promise<NodeProcess> {
  const test = testFile()
  const { PORT: port = '0' } = environment
  const child = spawn(process.execPath, [...startFlags(), mainFile, ...(command ? [command] : [])], {
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout?.on('data', (bytes: Buffer) => {
    output += bytes.toString()
  })
  child.stderr?.on('data', (bytes: Buffer) => {
    output += bytes.toString()
  })
  const gone = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)))
  const secrets = ['PORTICO_SECRET_KEY', 'PORTICO_ADMIN_PASSWORD'].flatMap((name) => environment[name] ?? [])
  void gone.then(() =>
    leaveForTheRun({ test, store: testStoreKind(), secrets, kept: { 'process log': output } }),
  )
  const url = `http://127.0.0.1:${port}`
  const until = Date.now() + 60_000
  for (;;) {
    const ready = await fetch(`${url}/readyz`).then(
      (answer) => answer.ok,
      () => false,
    )
    if (ready) break
    if (child.exitCode !== null || Date.now() > until) throw new Error(`The server did not start:\n${output}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return {
    child,
    url,
    output: () => output,
    async kill() {
      child.kill('SIGKILL')
      await gone
    },
    stop() {
      child.kill('SIGTERM')
      return gone
    },
  }
}

/** Runs a command of `server/main.ts` to its end. */
export async function runCommand(
  environment: Record<string, string>,
  command: string,
): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [mainFile, command], {
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, ...environment },
  })
  let output = ''
  child.stdout.on('data', (bytes: Buffer) => {
    output += bytes.toString()
  })
  child.stderr.on('data', (bytes: Buffer) => {
    output += bytes.toString()
  })
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve))
  return { code, output }
}
