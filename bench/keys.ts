import { DatabaseSync } from 'node:sqlite'
import { apiKey } from '@better-auth/api-key'
import { betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import { createKey } from '../server/areas/keys/index.ts'
import { makeAccount, testApp } from '../server/testing/index.ts'

/**
 * CPU of checking one API key: ours (a whole server on SQLite, a thousand keys in turn, the note of their last use included) against
 * `verifyApiKey` of better-auth (SQLite in memory, its rate limit off, which only favours it). CPU of all threads of the process, the
 * best of some rounds in turn, so that a noisy machine disturbs both alike. Exits with 1 when ours costs more than a twentieth.
 */
const rounds = 5
const mostRatio = 1 / 20

type Check = { name: string; checks: number; check(i: number): Promise<void> | void }

async function ours(): Promise<{ warm: Check; cold: Check; stop(): Promise<void> }> {
  process.env.PORTICO_TEST_STORE = 'sqlite'
  const app = await testApp({}, { passwords: {} })
  const { accountId, organizationId } = await makeAccount(app)
  const actor = { ...app.deps, requestId: 'req_bench', ip: '127.0.0.1', userAgent: null }
  const secrets: string[] = []
  for (let i = 0; i < 1000; i += 1) {
    const body = { name: `key ${i}`, models: ['a', 'b'], ipAllowlist: ['127.0.0.0/8'] }
    secrets.push((await createKey(actor, { organizationId, accountId }, body)).secret)
  }
  const { keys } = app.services
  const warm = (i: number): void | Promise<void> => {
    const verified = keys.verify(secrets[i % secrets.length])
    if (verified instanceof Promise) return verified.then(() => undefined)
    if (!verified.ok) throw new Error(`A good key was refused: ${verified.code}`)
    keys.noteUse(verified.key.keyId, '127.0.0.1')
  }
  const cold = async (i: number): Promise<void> => {
    await app.deps.store.publish({ kind: 'key', id: null })
    await warm(i)
  }
  for (let i = 0; i < secrets.length; i += 1) await warm(i)
  return {
    warm: { name: 'Portico, key in memory', checks: 200_000, check: warm },
    cold: { name: 'Portico, key read from the store', checks: 2000, check: cold },
    stop: () => app.close(),
  }
}

async function betterAuths(): Promise<Check> {
  const options = {
    database: new DatabaseSync(':memory:'),
    baseURL: 'http://localhost:3000',
    secret: 'a secret of the benchmark, long enough',
    emailAndPassword: { enabled: true },
    telemetry: { enabled: false },
    plugins: [apiKey({ rateLimit: { enabled: false } })],
  }
  await (await getMigrations(options)).runMigrations()
  const auth = betterAuth(options)
  const person = { name: 'Ada', email: 'ada@example.com', password: 'quiet harbour at dawn' }
  const { user } = await auth.api.signUpEmail({ body: person })
  const secrets: string[] = []
  for (let i = 0; i < 100; i += 1)
    secrets.push((await auth.api.createApiKey({ body: { name: `key ${i}`, userId: user.id } })).key)
  return {
    name: 'better-auth verifyApiKey',
    checks: 1000,
    async check(i) {
      const { valid } = await auth.api.verifyApiKey({ body: { key: secrets[i % secrets.length] as string } })
      if (!valid) throw new Error('better-auth refused a good key')
    },
  }
}

/** Microseconds of CPU, user and system, for one check. */
async function cpuPerCheck({ checks, check }: Check): Promise<number> {
  const before = process.cpuUsage()
  for (let i = 0; i < checks; i += 1) {
    const pending = check(i)
    if (pending) await pending
  }
  const { user, system } = process.cpuUsage(before)
  return (user + system) / checks
}

const { warm, cold, stop } = await ours()
const theirs = await betterAuths()
const candidates = [warm, cold, theirs]
const best = new Map<Check, number>(candidates.map((one) => [one, Number.POSITIVE_INFINITY]))
// The first round only warms up.
for (let round = 0; round <= rounds; round += 1)
  for (const one of candidates) {
    const cost = await cpuPerCheck(one)
    if (round > 0) best.set(one, Math.min(best.get(one) as number, cost))
  }
await stop()

const costOf = (one: Check): number => best.get(one) as number
console.log('CPU of checking one API key, all threads\n')
for (const one of candidates)
  console.log(
    `  ${one.name.padEnd(34)} ${costOf(one).toFixed(2).padStart(9)} µs   (${one.checks} checks a round)`,
  )
const ratio = costOf(warm) / costOf(theirs)
console.log(
  `\n  Portico : better-auth = 1 : ${(1 / ratio).toFixed(0)}   (must be at least 1 : ${1 / mostRatio})`,
)
process.exitCode = ratio <= mostRatio ? 0 : 1
