import { createApp } from '../../server/app.ts'
import { type CallRecord, roundPicosToNanos, settle, walletId } from '../../server/areas/money/index.ts'
import { addMembership } from '../../server/areas/organizations/index.ts'
import { readConfig } from '../../server/config.ts'
import { openStore } from '../../server/db/open.ts'
import { systemClock } from '../../server/deps.ts'
import { newId } from '../../server/lib/id.ts'
import { createSecretBox } from '../../server/lib/secret-box.ts'

/** What the bench of the console looks at: one organization with so many calls, written by the procedure that settles real ones. */
export type ConsoleWorld = {
  username: string
  password: string
  org: string
  records: number
  /** Of a key, a model and a member with many calls, and of those with few and long ago. */
  often: { key: string; model: string; account: string }
  seldom: { key: string; model: string; account: string }
  /** Request id near the first call, from which the deepest page begins. */
  oldest: string
  /** The first call and the last, in milliseconds. */
  from: number
  to: number
}

const dayMs = 86_400_000
const days = 90
const batch = 1000
const password = 'a long enough passphrase of the bench'
const keys = 60
const modelNames = Array.from({ length: 60 }, (_, i) => `bench-model-${i + 1}`)
const failures = [
  { status: 429, errorCode: 'upstream_rate_limited' },
  { status: 502, errorCode: 'upstream_error' },
  { status: 504, errorCode: 'upstream_timeout' },
] as const

/** The same numbers in each run. */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const environment = (dataDir: string): Record<string, string> => ({
  PORTICO_DATA_DIR: dataDir,
  PORTICO_SECRET_KEY: 'a-master-key-of-the-bench',
  PORTICO_REGISTRATION: 'open',
  PORTICO_STARTING_CREDIT_USD: '100000',
  PORTICO_LOG_LEVEL: 'warn',
  PORTICO_ALLOW_PRIVATE_NETWORKS: '127.0.0.0/8',
})

export { environment as consoleEnvironment }

/** Makes the world in an empty data directory and leaves it closed. */
export async function makeConsoleWorld(dataDir: string, records: number): Promise<ConsoleWorld> {
  const config = readConfig(environment(dataDir))
  const store = await openStore({ databaseUrl: null, dataDir })
  const log = { debug() {}, info() {}, warn: console.error, error: console.error }
  const secretBox = createSecretBox([config.secretKey as string])
  const app = await createApp({ config, store, clock: systemClock, log, secretBox })
  await app.start()

  async function person(username: string) {
    let cookie = ''
    const ask = async <T>(method: 'POST' | 'PATCH' | 'PUT', path: string, payload: object): Promise<T> => {
      const headers = { origin: config.publicUrl, 'content-type': 'application/json', cookie }
      const answer = await app.fastify.inject({ method, url: `/api/v1${path}`, headers, payload })
      if (answer.statusCode >= 300) throw new Error(`${path}: ${answer.statusCode} ${answer.body}`)
      if (answer.cookies.length > 0)
        cookie = answer.cookies.map((one) => `${one.name}=${one.value}`).join('; ')
      return (answer.body === '' ? undefined : answer.json()) as T
    }
    const body = { username, email: `${username}@example.com`, password }
    type Session = { account: { id: string }; personalOrganization: { slug: string } }
    const { account } = await ask<Session>('POST', '/auth/sign-up', body)
    await ask('PATCH', '/me', { nickname: username })
    return { id: account.id, ask }
  }

  const owner = await person('bench')
  await store.db.updateTable('accounts').set({ operator: 1 }).where('id', '=', owner.id).execute()
  const org = 'bench-team'
  const made = await owner.ask<{ id: string }>('POST', '/orgs', { name: 'Bench team', slug: org })
  const organizationId = made.id
  const members = [owner]
  for (const name of ['busy', 'seldom']) {
    const member = await person(name)
    const role = { organizationId, accountId: member.id, role: 'member' as const, now: Date.now() }
    await addMembership(store.db, role)
    members.push(member)
  }
  const upstream = { kind: 'openai', name: 'bench', baseUrl: 'http://127.0.0.1:9/v1', apiKey: 'sk-x' }
  await owner.ask('POST', '/admin/upstreams', { ...upstream, models: modelNames })
  for (const model of modelNames)
    await owner.ask('PUT', `/admin/prices/${model}`, {
      state: 'priced',
      ratesUsdPerMillion: { input: '2', output: '10' },
    })

  // The last key, member and model have a call a month; the others share the rest, the first ones most of it.
  const callers: { key: string; account: string; models: string[] }[] = []
  for (let i = 0; i < keys; i += 1) {
    const member = (i === keys - 1 ? members[2] : members[i % 2]) as (typeof members)[number]
    const key = await member.ask<{ key: { id: string } }>('POST', `/orgs/${org}/keys`, {
      name: `service ${i}`,
    })
    const models = i === keys - 1 ? [modelNames.at(-1) as string] : modelNames.slice(i % 12, (i % 12) + 3)
    callers.push({ key: key.key.id, account: member.id, models })
  }
  const random = randomOf(7)
  const to = Date.now()
  const from = to - days * dayMs
  const every = (to - from) / records
  let oldest = ''
  const callAt = (i: number): CallRecord => {
    const at = Math.floor(from + i * every)
    const rare = i % Math.ceil(records / 3) === 5
    const which = rare ? keys - 1 : Math.floor(random() ** 3 * (keys - 1))
    const caller = callers[which] as (typeof callers)[number]
    const model = caller.models[Math.floor(random() * caller.models.length)] as string
    const failed = random() < 0.02 ? failures[Math.floor(random() * failures.length)] : undefined
    const inputTokens = failed ? 0 : 100 + Math.floor(random() * 4000)
    const outputTokens = failed ? 0 : 20 + Math.floor(random() * 900)
    const amounts = [BigInt(inputTokens) * 2_000_000n, BigInt(outputTokens) * 10_000_000n] as const
    const requestId = newId('req', at)
    if (i === 60) oldest = requestId
    return {
      requestId,
      at,
      organizationId,
      keyId: caller.key,
      accountId: caller.account,
      model,
      endpoint: 'chat.completions',
      stream: false,
      status: failed?.status ?? 200,
      errorCode: failed?.errorCode ?? null,
      usageSource: failed ? 'none' : 'provider',
      costNanos: roundPicosToNanos(amounts[0] + amounts[1]),
      priceId: null,
      unpriced: false,
      buckets: failed
        ? '[]'
        : `[["input","${inputTokens}","2000000","${amounts[0]}"],["output","${outputTokens}","10000000","${amounts[1]}"]]`,
      attempts: '[]',
      latencyMs: 200 + Math.floor(random() * 4000),
      firstTokenMs: null,
      inputTokens,
      outputTokens,
      ip: null,
    }
  }
  const meters = [walletId(organizationId)]
  for (let start = 0; start < records; start += batch) {
    const size = Math.min(batch, records - start)
    const settlements = Array.from({ length: size }, (_, i) => {
      // Nothing was held, so the wallet itself carries the whole cost.
      return { record: callAt(start + i), holdNanos: 0n, meters, parts: [] }
    })
    await store.call(settle, { settlements })
  }
  await app.stop()
  await store.close()
  const [first] = callers
  const last = callers.at(-1)
  if (!first || !last) throw new Error('The world has no keys')
  return {
    username: 'bench',
    password,
    org,
    records,
    often: { key: first.key, model: first.models[0] as string, account: first.account },
    seldom: { key: last.key, model: last.models[0] as string, account: last.account },
    oldest,
    from,
    to,
  }
}
