import { makeAccount, testApp } from '../server/testing/index.ts'

/**
 * What a flood of sign-ins does to everybody else (rule 5): how long `GET /me` takes while 200 people sign in at once with a wrong
 * password, beside how long it takes on its own. Exits with 1 where half of them take more than 100 ms.
 */
const small = process.argv.includes('--small')
const atOnce = small ? 20 : 200
const most = small ? 5 : 200
const mostMilliseconds = 100

process.env.PORTICO_TEST_STORE = 'sqlite'
const app = await testApp({ PORTICO_TRUSTED_PROXIES: '127.0.0.1' })
const { browser } = await makeAccount(app)

async function me(): Promise<number> {
  const start = performance.now()
  const { status } = await browser.get('/me')
  if (status !== 200) throw new Error(`GET /me answered ${status}`)
  return performance.now() - start
}

async function times(wanted: () => boolean): Promise<number[]> {
  const taken: number[] = []
  while (wanted() && taken.length < most) {
    taken.push(await me())
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  return taken.sort((a, b) => a - b)
}

function signIn(i: number): Promise<{ status: number }> {
  const body = { username: `nobody${i}`, password: 'not the password' }
  return app.browser().post('/auth/sign-in', body, { 'x-forwarded-for': `198.51.100.${i}` })
}

await times(() => true)
const alone = await times(() => true)
const begun = performance.now()
let under = true
const flood = Promise.all(Array.from({ length: atOnce }, (_, i) => signIn(i))).finally(() => {
  under = false
})
const beside = await times(() => under)
const answers = await flood
const seconds = (performance.now() - begun) / 1000
await app.close()

const looked = answers.filter(({ status }) => status === 401).length
const busy = answers.filter(({ status }) => status === 503).length
if (looked === 0 || looked + busy !== atOnce) throw new Error('Sign-ins were answered with something else')
const at = (sorted: number[], part: number): string =>
  `${(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN).toFixed(1)} ms`
console.log(`GET /me while ${atOnce} people sign in at once with a wrong password\n
| GET /me | answers | p50 | p99 |
|---|---|---|---|
| alone | ${alone.length} | ${at(alone, 0.5)} | ${at(alone, 0.99)} |
| during the sign-ins | ${beside.length} | ${at(beside, 0.5)} | ${at(beside, 0.99)} |

${looked} passwords were looked at in ${seconds.toFixed(1)} s, ${busy} sign-ins were told to come back (503).`)
const median = beside[Math.floor(beside.length / 2)] ?? 0
if (!small && median > mostMilliseconds) {
  console.log(`FAILED: half of them took more than ${mostMilliseconds} ms`)
  process.exitCode = 1
}
