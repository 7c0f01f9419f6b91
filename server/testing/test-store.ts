import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StoreKind } from '../db/engine.ts'
import { openStore } from '../db/open.ts'
import type { Store } from '../db/store.ts'
import { createDatabase } from './postgres-cluster.ts'

/** Which store this run of the suite is on. Each run sets it, so that no run can pass on the wrong one. */
export function testStoreKind(): StoreKind {
  const kind = process.env.PORTICO_TEST_STORE
  if (kind !== 'sqlite' && kind !== 'postgres')
    throw new Error('PORTICO_TEST_STORE is "sqlite" or "postgres"')
  return kind
}

export type TestStore = { store: Store; databaseUrl: string | null; dataDir: string; close(): Promise<void> }

/** A fresh store of the kind that this run is on. */
export async function openTestStore(): Promise<TestStore> {
  const dataDir = mkdtempSync(join(tmpdir(), 'portico-test-'))
  const cluster = process.env.PORTICO_TEST_POSTGRES
  if (testStoreKind() === 'postgres' && !cluster) throw new Error('The PostgreSQL of this run did not start')
  const database =
    testStoreKind() === 'postgres'
      ? await createDatabase(cluster as string, `t${randomBytes(8).toString('hex')}`)
      : null
  const databaseUrl = database?.url ?? null
  const store = await openStore({ databaseUrl, dataDir })
  return {
    store,
    databaseUrl,
    dataDir,
    async close() {
      await store.close()
      await database?.drop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
