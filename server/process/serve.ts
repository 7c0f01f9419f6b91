import { createApp, type Portico } from '../app.ts'
import { createAdminFromEnvironment, ensureSetupLink } from '../areas/entry/index.ts'
import type { Config } from '../config.ts'
import { openStore } from '../db/open.ts'
import { type Deps, systemClock } from '../deps.ts'
import { createSecretBox } from '../lib/secret-box.ts'
import { type DirectoryLock, lockDirectory } from './lock.ts'
import { createLogger, outliveOutput } from './logger.ts'
import { masterKeys } from './master-key.ts'
import { createStop, stopOnSignals } from './stop.ts'
import { whereToGo } from './where-to-go.ts'

const patienceSeconds = 30

/** What a command may do before the server listens. */
export type Preparations = {
  /** The directory is this process's, nothing in it is open yet. */
  directory?(dataDir: string): void
  /** The store is open and up to date, nothing runs on it yet. */
  store?(deps: Deps): Promise<void>
  /** Everything runs; what this returns is printed after the address. */
  app?(app: Portico): Promise<string[]>
}

async function openDeps(
  config: Config,
  preparations: Preparations,
): Promise<{ deps: Deps; lock: DirectoryLock | null }> {
  // What is made in the data directory is for this user alone, also where the directory was there before.
  process.umask(0o077)
  outliveOutput()
  const log = createLogger(config.logLevel)
  // Nodes that share a PostgreSQL keep nothing in the directory; on SQLite it belongs to one process.
  const lock = config.databaseUrl === null ? lockDirectory(config.dataDir) : null
  preparations.directory?.(config.dataDir)
  const secretBox = createSecretBox(masterKeys(config.secretKey, config.dataDir))
  const store = await openStore(config)
  return { deps: { config, store, clock: systemClock, log, secretBox }, lock }
}

/**
 * Runs the server until it is told to stop.
 *
 * @throws Error where it cannot start: the directory is taken, the database does not answer, the port is in use.
 */
export async function serve(config: Config, preparations: Preparations = {}): Promise<void> {
  const { deps, lock } = await openDeps(config, preparations)
  await preparations.store?.(deps)
  const app = await createApp(deps)
  const stop = createStop(
    {
      drain: () => app.stop(),
      cut: () => app.fastify.server.closeAllConnections(),
      async close() {
        await deps.store.close()
        lock?.release()
      },
    },
    { log: deps.log, patienceSeconds, exit: (code) => process.exit(code) },
  )
  stopOnSignals(stop, deps.log)
  await createAdminFromEnvironment(deps, app.services)
  await app.start()
  const more = (await preparations.app?.(app)) ?? []
  const listening = await app.fastify.listen({ host: config.host, port: config.port })
  const setupLink = await ensureSetupLink(deps)
  for (const line of [...whereToGo({ listening, publicUrl: config.publicUrl, setupLink }), ...more])
    process.stdout.write(`${line}\n`)
}
