import { randomText } from '../server/lib/secret.ts'
import { makeAccount, testApp } from '../server/testing/index.ts'

/**
 * Whether the time of an answer tells that a name, an address or a link is known (rule 33): each route asked in turn with one that is and
 * with one that is not. `slower` says how often a known one took longer than an unknown one; half of the time when nothing can be told.
 * Exits with 1 where it is not between 40 and 60 %.
 */
const small = process.argv.includes('--small')
const samples = small ? 10 : 200

process.env.PORTICO_TEST_STORE = 'sqlite'
const app = await testApp({}, { passwords: {} })
const { db } = app.testStore.store
const person = await makeAccount(app)
await db.updateTable('emails').set({ verified_at: app.clock.now() }).execute()
const operator = await makeAccount(app, { operator: true })
const { body: invited } = await operator.browser.post<{ url: string }>('/admin/invitations', {})
const invitation = new URL(invited.url).searchParams.get('invitation') ?? ''

const password = 'not the password of anybody'
const nobody = (): string => `u${randomText(8)}`
const unknownAddress = (): string => `${nobody()}@example.com`
type Ask = { path: string; known: () => object; unknown: () => object }
const routes: Record<string, Ask> = {
  'sign-in by name': {
    path: '/auth/sign-in',
    known: () => ({ username: person.username, password }),
    unknown: () => ({ username: nobody(), password }),
  },
  'sign-in by address': {
    path: '/auth/sign-in',
    known: () => ({ email: person.email, password }),
    unknown: () => ({ email: unknownAddress(), password }),
  },
  'forgotten password': {
    path: '/auth/password/forgot',
    known: () => ({ email: person.email }),
    unknown: () => ({ email: unknownAddress() }),
  },
  'sign-up': {
    path: '/auth/sign-up',
    known: () => ({ username: nobody(), email: person.email, password: `quiet ${randomText(20)}` }),
    unknown: () => ({ username: nobody(), email: unknownAddress(), password: `quiet ${randomText(20)}` }),
  },
  invitation: {
    path: '/auth/invitation',
    known: () => ({ token: invitation }),
    unknown: () => ({ token: randomText(invitation.length) }),
  },
}

async function take(path: string, body: object): Promise<number> {
  // Limits are another bench's matter, and what the mailer does after an answer must not stand in the next one's time.
  await app.services.mailer.work()
  await db.deleteFrom('throttles').execute()
  const browser = app.browser()
  const start = performance.now()
  const { status } = await browser.post(path, body)
  const taken = performance.now() - start
  if (status === 429 || status >= 500) throw new Error(`${path} answered ${status}`)
  return taken
}

const at = (sorted: number[], part: number): string =>
  (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN).toFixed(1)

/** How often one of the first is above one of the second. */
function above(first: number[], second: number[]): number {
  let more = 0
  for (const one of first) for (const other of second) more += one > other ? 1 : one === other ? 0.5 : 0
  return more / (first.length * second.length)
}

const lines: string[] = []
const told: string[] = []
for (const [name, { path, known, unknown }] of Object.entries(routes)) {
  const times: { known: number[]; unknown: number[] } = { known: [], unknown: [] }
  for (let warm = 0; warm < 3; warm += 1) await take(path, unknown())
  for (let round = 0; round < samples; round += 1) {
    // In turn, and the first of a pair in turn too: what the machine does besides meets both alike.
    const pair = [
      async () => times.known.push(await take(path, known())),
      async () => times.unknown.push(await take(path, unknown())),
    ]
    for (const one of round % 2 === 0 ? pair : pair.reverse()) await one()
  }
  const slower = above(times.known, times.unknown)
  if (slower < 0.4 || slower > 0.6) told.push(name)
  for (const which of ['known', 'unknown'] as const) {
    const sorted = times[which].sort((a, b) => a - b)
    const share = which === 'known' ? `${(slower * 100).toFixed(0)} %` : ''
    lines.push(
      `| ${name} | ${which} | ${at(sorted, 0.1)} | ${at(sorted, 0.5)} | ${at(sorted, 0.9)} | ${share} |`,
    )
  }
}
await app.close()

console.log(`${samples} answers each, in milliseconds\n
| route | name | p10 | p50 | p90 | known ones slower |
|---|---|---|---|---|---|
${lines.join('\n')}`)
if (!small && told.length > 0) {
  console.log(`FAILED: the time tells what is known: ${told.join(', ')}`)
  process.exitCode = 1
}
