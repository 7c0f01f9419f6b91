import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { operator, startWorld } from '../e2e/world.ts'

/**
 * What a flood of sign-ins does to everybody else (rule 5): how long other routes take while 200 people sign in at once with a wrong, long
 * password, beside how long they take on their own in the same run. The server, the flood and whoever waits are processes of their own.
 * Exits with 1 where the p99 during the flood is twice the idle one or more.
 */
const small = process.argv.includes('--small')
const atOnce = small ? 20 : 200
const floods = small ? 1 : 12
const idleSamples = small ? 10 : 1500
const mostTimes = 2
const paths = ['/me', `/orgs/${operator.username}/keys`, '/auth/methods']

const server = await startWorld({ PORTICO_TRUSTED_PROXIES: '127.0.0.1' })
const flood = fork(fileURLToPath(new URL('parts/flood.ts', import.meta.url)), [server.url], {
  stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
})
const told = <T>(): Promise<T> => new Promise((resolve) => flood.once('message', (it) => resolve(it as T)))
await told()

const { username, password } = operator
const signedIn = await fetch(`${server.url}/api/v1/auth/sign-in`, {
  method: 'POST',
  headers: { 'content-type': 'application/json', origin: server.url },
  body: JSON.stringify({ username, password }),
})
const cookie = signedIn.headers
  .getSetCookie()
  .map((one) => one.split(';')[0])
  .join('; ')

type Times = Record<string, number[]>
const none = (): Times => Object.fromEntries(paths.map((path) => [path, []]))
async function ask(times: Times): Promise<void> {
  for (const path of paths) {
    const start = performance.now()
    const answer = await fetch(`${server.url}/api/v1${path}`, { headers: { cookie } })
    await answer.arrayBuffer()
    if (answer.status !== 200) throw new Error(`GET ${path} answered ${answer.status}`)
    times[path]?.push(performance.now() - start)
    await new Promise((resolve) => setTimeout(resolve, 4))
  }
}

const rest = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
const alone = none()
const during = none()
const came = { looked: 0, busy: 0, other: 0, seconds: 0 }
for (let i = 0; i < 20; i += 1) await ask(none())
// Idle and flooded in turn, so that what else the machine does counts on both sides.
for (let round = 0; round < floods; round += 1) {
  for (let i = 0; i < idleSamples / floods; i += 1) await ask(alone)
  let under = true
  const answered = told<{ statuses: number[]; seconds: number }>().finally(() => {
    under = false
  })
  flood.send(atOnce)
  while (under) await ask(during)
  const { statuses, seconds } = await answered
  came.looked += statuses.filter((status) => status === 401).length
  came.busy += statuses.filter((status) => status === 503).length
  came.other += statuses.filter((status) => status !== 401 && status !== 503).length
  came.seconds += seconds
  await rest(200)
}
flood.kill()
await server.stop()
if (came.looked === 0 || came.other > 0)
  throw new Error(`Sign-ins were answered with something else: ${JSON.stringify(came)}`)

const at = (times: number[] | undefined, part: number): number => {
  const sorted = [...(times ?? [])].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}
const ms = (value: number): string => `${value.toFixed(1)} ms`
console.log(`${floods} times ${atOnce} people sign in at once, each with a wrong password of 4,096 characters\n
| GET | p50 alone | p50 during | p99 alone | p99 during | ratio (must be under ${mostTimes}) | answers |
|---|---|---|---|---|---|---|`)
for (const path of paths) {
  const [idle, busy] = [alone[path], during[path]]
  const ratio = at(busy, 0.99) / at(idle, 0.99)
  console.log(
    `| ${path} | ${ms(at(idle, 0.5))} | ${ms(at(busy, 0.5))} | ${ms(at(idle, 0.99))} | ${ms(at(busy, 0.99))} | ${ratio.toFixed(2)} | ${idle?.length}, ${busy?.length} |`,
  )
  if (!small && !(ratio < mostTimes)) process.exitCode = 1
}
console.log(
  `\n${came.looked} passwords were looked at in ${came.seconds.toFixed(1)} s, ${came.busy} sign-ins were told to come back (503).`,
)
if (process.exitCode === 1) console.log('FAILED: a route waits too long for the passwords of others')
