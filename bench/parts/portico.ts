import { mkdtempSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp } from '../../server/app.ts'
import { check } from '../../server/areas/money/check.ts'
import { readConfig } from '../../server/config.ts'
import { openStore } from '../../server/db/open.ts'
import { systemClock } from '../../server/deps.ts'
import { createSecretBox } from '../../server/lib/secret-box.ts'

/** Portico as it is, on SQLite with `synchronous = full`: one organization, one key, one priced model at the upstream given. */
const dataDir = mkdtempSync(join(tmpdir(), 'portico-bench-'))
const config = readConfig({
  PORTICO_DATA_DIR: dataDir,
  PORTICO_SECRET_KEY: 'a-master-key-of-the-bench',
  PORTICO_REGISTRATION: 'open',
  PORTICO_STARTING_CREDIT_USD: '100000',
  PORTICO_ALLOW_PRIVATE_NETWORKS: '127.0.0.0/8',
})
const quiet = { debug() {}, info() {}, warn: console.error, error: console.error }
const store = await openStore({ databaseUrl: null, dataDir })
const secretBox = createSecretBox([config.secretKey as string])
const app = await createApp({ config, store, clock: systemClock, log: quiet, secretBox })
await app.start()
await app.fastify.listen({ host: '127.0.0.1', port: 0 })

let cookie = ''
async function ask(method: 'POST' | 'PUT', path: string, payload: object): Promise<Record<string, unknown>> {
  const headers = { origin: config.publicUrl, 'content-type': 'application/json', cookie }
  const answer = await app.fastify.inject({ method, url: `/api/v1${path}`, headers, payload })
  if (answer.statusCode >= 300) throw new Error(`${path}: ${answer.statusCode} ${answer.body}`)
  if (answer.cookies.length > 0) cookie = answer.cookies.map((one) => `${one.name}=${one.value}`).join('; ')
  return answer.json() as Record<string, unknown>
}
const signUp = {
  username: 'bench',
  email: 'bench@example.com',
  password: 'a long enough passphrase of the bench',
}
const signed = (await ask('POST', '/auth/sign-up', signUp)) as { account: { id: string } }
await store.db.updateTable('accounts').set({ operator: 1 }).where('id', '=', signed.account.id).execute()
const baseUrl = `${process.argv[2]}/v1`
await ask('POST', '/admin/upstreams', {
  kind: 'openai',
  name: 'bench',
  baseUrl,
  apiKey: 'upstream',
  models: ['bench'],
})
await ask('PUT', '/admin/prices/bench', {
  state: 'priced',
  ratesUsdPerMillion: { input: '0.15', output: '0.60', cache_read: '0.075' },
})
const { secret } = await ask('POST', '/orgs/bench/keys', { name: 'bench' })
process.send?.({ port: (app.fastify.server.address() as AddressInfo).port, secret })

process.on('SIGINT', () => process.exit(0))
process.on('message', async (message) => {
  if (message !== 'check') return
  const report = await store.snapshot((tx) => check(tx, Date.now()))
  process.send?.({ records: report.records, findings: report.findings })
})
