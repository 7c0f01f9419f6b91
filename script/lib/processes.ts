import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const startSeconds = 60
const main = new URL('../../server/main.ts', import.meta.url).pathname

export type Run = {
  child: ChildProcess
  output: () => string
  ended: Promise<number | string>
  /** Waits until it has printed this: what it prints in one go may come in pieces. */
  says(pattern: RegExp): Promise<RegExpExecArray>
}
export type Processes = {
  /** A folder of this check's own, which the processes also run in. */
  folder: string
  run(command: string, environment?: Record<string, string>): Run
  /** Starts a server and waits until it says where it listens. */
  start(command: string, environment?: Record<string, string>): Promise<Run & { base: string }>
}

/** @throws Error with what was promised, and the output, where it does not hold. */
export function assert(holds: boolean, what: string, output = ''): void {
  if (!holds) throw new Error(`NOT: ${what}\n${output}`)
  console.log(`ok  ${what}`)
}

export async function within<T>(seconds: number, promise: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: not within ${seconds} s`)), seconds * 1000)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}

/** Runs a check with real processes of the server; whatever is left of them is ended, and the folder removed. */
export async function withProcesses(act: (processes: Processes) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'portico-start-'))
  const running = new Set<ChildProcess>()
  const base = {
    ...process.env,
    PORT: '0',
    HOST: '127.0.0.1',
    PORTICO_DATA_DIR: join(folder, 'data'),
    PORTICO_PUBLIC_URL: 'http://localhost:3000',
    DATABASE_URL: '',
    PORTICO_SECRET_KEY: '',
  }
  const run: Processes['run'] = (command, environment = {}) => {
    const child = spawn(process.execPath, [main, command], {
      cwd: folder,
      env: { ...base, ...environment },
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
    const says = async (pattern: RegExp): Promise<RegExpExecArray> => {
      for (const until = Date.now() + startSeconds * 1000; Date.now() < until; ) {
        const found = pattern.exec(text)
        if (found !== null) return found
        if (!running.has(child)) throw new Error(`The process ended without ${pattern}:\n${text}`)
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
      throw new Error(`No ${pattern} after ${startSeconds} s:\n${text}`)
    }
    return { child, output: () => text, ended, says }
  }
  const start: Processes['start'] = async (command, environment) => {
    const server = run(command, environment)
    const [, base = ''] = await server.says(/listening on (http:\/\/\S+?)\)/)
    return { ...server, base }
  }
  try {
    await act({ folder, run, start })
  } finally {
    for (const child of running) child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
}
