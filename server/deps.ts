import type { Config } from './config.ts'
import type { Store } from './db/store.ts'
import type { SecretBox } from './lib/secret-box.ts'

/** Time is an argument, so that tests can move it. Milliseconds since 1970. */
export type Clock = { now(): number }

export type Log = {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/** What everything is built from. Made once in `main.ts`, and by tests. */
export type Deps = {
  config: Config
  store: Store
  clock: Clock
  log: Log
  secretBox: SecretBox
}

export const systemClock: Clock = { now: () => Date.now() }
