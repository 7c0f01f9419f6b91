import { type AppOptions, createApp, type Portico } from '../app.ts'
import { type Config, readConfig } from '../config.ts'
import type { Clock, Deps, Log } from '../deps.ts'
import { createSecretBox } from '../lib/secret-box.ts'
import { type Browser, createBrowser } from './browser.ts'
import { assertNoSecretKept, type Canaries, createCanaries, everythingKept } from './canaries.ts'
import { leaveForTheRun, testFile } from './canary-run.ts'
import { watchErrorReplies } from './error-replies.ts'
import { openTestStore, type TestStore, testStoreKind } from './test-store.ts'

/** A clock that runs, and that a test can move forward. */
export type TestClock = Clock & { advance(milliseconds: number): void }

export function testClock(): TestClock {
  let ahead = 0
  return {
    now: () => Date.now() + ahead,
    advance(milliseconds) {
      ahead += milliseconds
    },
  }
}

/** Keeps what was logged, so that tests can look for what must not be there. */
export type TestLog = Log & { lines: string[] }

export function testLog(): TestLog {
  const lines: string[] = []
  const write = (level: string) => (fields: object, message: string) => {
    lines.push(
      `${level} ${message} ${JSON.stringify(fields, (_, value) => (value instanceof Error ? value.stack : value))}`,
    )
  }
  return { lines, debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }
}

export type TestApp = Portico & {
  clock: TestClock
  log: TestLog
  testStore: TestStore
  /** A new browser: its own cookies, our origin. */
  browser(): Browser
  /** Secrets that passed: none of them may be in the database, the log, the metrics or an error reply when the app closes. */
  canaries: Canaries
  close(): Promise<void>
}

/**
 * Most of what the suite computed were passwords of people who only had to be there. Tests of hashing itself, and benches, say
 * `passwords: {}` and get what everybody gets.
 */
const cheapPasswords = { parameters: { memory: 64, passes: 1, lanes: 1 } }

/** The whole server on a fresh store, without a listening socket. `environment` is read as the process would read it. */
export async function testApp(
  environment: Record<string, string> = {},
  { clock = testClock(), ...options }: AppOptions & { clock?: TestClock } = {},
): Promise<TestApp> {
  const test = testFile()
  const testStore = await openTestStore()
  const config: Config = readConfig({
    PORTICO_PUBLIC_URL: 'http://localhost:3000',
    PORTICO_SECRET_KEY: 'a-master-key-of-the-tests',
    PORTICO_REGISTRATION: 'open',
    PORTICO_STARTING_CREDIT_USD: '1.00',
    PORTICO_ALLOW_PRIVATE_NETWORKS: '127.0.0.0/8',
    PORTICO_DATA_DIR: testStore.dataDir,
    ...environment,
  })
  const log = testLog()
  const deps: Deps = {
    config,
    store: testStore.store,
    clock,
    log,
    secretBox: createSecretBox([config.secretKey as string]),
  }
  const app = await createApp(deps, { passwords: cheapPasswords, ...options })
  const errorReplies = watchErrorReplies(app.fastify)
  await app.start()
  const canaries = createCanaries()
  canaries.plant(config.secretKey as string)
  return {
    ...app,
    clock,
    log,
    testStore,
    browser: () => createBrowser(app, canaries),
    canaries,
    async close() {
      const metrics = await app.fastify.inject({ url: '/metrics' }).then(({ body }) => body)
      await app.stop()
      try {
        const told = { log: log.lines, metrics: [metrics], 'error replies': errorReplies }
        const kept = await everythingKept(testStore.store, told)
        assertNoSecretKept(canaries, kept)
        leaveForTheRun({ test, store: testStoreKind(), secrets: canaries.all(), kept })
      } finally {
        await testStore.close()
      }
    },
  }
}
