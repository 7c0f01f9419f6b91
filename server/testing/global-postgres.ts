import { startCluster } from './postgres-cluster.ts'

/** Vitest's global set-up for the suite on PostgreSQL: one cluster, a database for each test app. */
export async function setup(): Promise<() => void> {
  const cluster = await startCluster()
  process.env.PORTICO_TEST_POSTGRES = cluster.url
  return () => cluster.stop()
}
