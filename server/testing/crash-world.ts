import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '../db/open.ts'
import type { Store } from '../db/store.ts'
import { assertNoSecretKept, createCanaries, everythingKept } from './canaries.ts'
import { leaveForTheRun, testFile } from './canary-run.ts'
import { freePort, type NodeProcess, startNode } from './node-process.ts'
import { createDatabase } from './postgres-cluster.ts'
import { type ScriptedUpstream, startScriptedUpstream } from './scripted-upstream.ts'
import { testStoreKind } from './test-store.ts'

/** A call that its client has seen to the end, or not. */
export type Sent = { requestId: string; complete: boolean; status: number }

export type CrashWorld = {
  upstream: ScriptedUpstream
  environment: Record<string, string>
  secret: string
  organization: string
  start(): Promise<NodeProcess>
  /** One call; a broken connection is no error but an incomplete call. */
  call(url: string, model: string, stream: boolean): Promise<Sent>
  /** Looks into the database from outside, while no node runs on SQLite, at any time on PostgreSQL. */
  look<T>(act: (store: Store) => Promise<T>): Promise<T>
  close(): Promise<void>
}

const password = 'a long passphrase for crash tests'

async function setUp(
  node: NodeProcess,
  upstream: ScriptedUpstream,
  origin: string,
): Promise<{ secret: string }> {
  let cookie = ''
  const cookies = new Map<string, string>()
  async function ask(method: string, path: string, body: object): Promise<Record<string, unknown>> {
    const headers = { origin, 'content-type': 'application/json', cookie }
    const answer = await fetch(`${node.url}/api/v1${path}`, { method, headers, body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    for (const set of answer.headers.getSetCookie()) {
      const [pair = ''] = set.split(';')
      cookies.set(pair.slice(0, pair.indexOf('=')), pair)
    }
    cookie = [...cookies.values()].join('; ')
    return (await answer.json()) as Record<string, unknown>
  }
  await ask('POST', '/auth/sign-in', { username: 'crash', password })
  const models = ['slow', 'trickle', 'hang-on']
  await ask('POST', '/admin/upstreams', {
    kind: 'openai',
    name: 'scripted',
    baseUrl: upstream.baseUrl,
    models,
  })
  const price = { state: 'priced', ratesUsdPerMillion: { input: '2', output: '10' } }
  for (const model of models) await ask('PUT', `/admin/prices/${model}`, price)
  const { secret } = await ask('POST', '/orgs/crash/keys', { name: 'crash' })
  return { secret: secret as string }
}

/** A database of this run's kind, a scripted upstream, and an operator with a key. */
export async function crashWorld(): Promise<CrashWorld> {
  const test = testFile()
  const dataDir = mkdtempSync(join(tmpdir(), 'portico-crash-'))
  const cluster = process.env.PORTICO_TEST_POSTGRES ?? ''
  const database = testStoreKind() === 'postgres' ? await createDatabase(cluster, `crash${Date.now()}`) : null
  const upstream = await startScriptedUpstream()
  upstream.script('slow', { behaviour: 'slow', delayMilliseconds: 15 })
  upstream.script('trickle', { behaviour: 'trickle', delayMilliseconds: 8 })
  upstream.script('hang-on', { behaviour: 'trickle', delayMilliseconds: 500 })
  const origin = 'http://localhost:3000'
  const environment: Record<string, string> = {
    PORTICO_DATA_DIR: dataDir,
    PORTICO_PUBLIC_URL: origin,
    PORTICO_SECRET_KEY: 'a-master-key-of-the-crash-tests',
    PORTICO_ADMIN_USERNAME: 'crash',
    PORTICO_ADMIN_EMAIL: 'crash@example.com',
    PORTICO_ADMIN_PASSWORD: password,
    PORTICO_STARTING_CREDIT_USD: '1000',
    PORTICO_ALLOW_PRIVATE_NETWORKS: '127.0.0.0/8',
    PORTICO_LOG_LEVEL: 'warn',
    ...(database ? { DATABASE_URL: database.url } : {}),
  }
  const start = async (): Promise<NodeProcess> =>
    startNode({ ...environment, PORT: String(await freePort()) })
  const first = await start()
  const { secret } = await setUp(first, upstream, origin)
  await first.stop()
  const look: CrashWorld['look'] = async (act) => {
    const store = await openStore({ databaseUrl: database?.url ?? null, dataDir })
    return act(store).finally(() => store.close())
  }
  return {
    upstream,
    environment,
    secret,
    organization: 'crash',
    start,
    async call(url, model, stream) {
      const sent: Sent = { requestId: '', complete: false, status: 0 }
      try {
        const answer = await fetch(`${url}/v1/chat/completions`, {
          method: 'POST',
          headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
          body: JSON.stringify({
            model,
            stream,
            max_tokens: 50,
            messages: [{ role: 'user', content: 'Hello?' }],
          }),
        })
        sent.requestId = answer.headers.get('x-request-id') ?? ''
        sent.status = answer.status
        const text = await answer.text()
        sent.complete =
          answer.status === 200 && (stream ? text.trimEnd().endsWith('data: [DONE]') : text.endsWith('}'))
      } catch {
        // The process died under the call.
      }
      return sent
    },
    look,
    async close() {
      const canaries = createCanaries()
      for (const one of [secret, password]) canaries.plant(one)
      const kept = await look((store) => everythingKept(store, {}))
      assertNoSecretKept(canaries, kept)
      leaveForTheRun({ test, store: testStoreKind(), secrets: canaries.all(), kept })
      await upstream.close()
      await database?.drop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
