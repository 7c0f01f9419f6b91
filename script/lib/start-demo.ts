import { join } from 'node:path'
import { assert, type Run, within, withProcesses } from './processes.ts'

/** Starts the demo twice: what it prints works, the money of its month is right, and its world is made once. */
const seconds = 60

type Answer = { choices: { message: { content: string } }[] }

function ask(base: string, secret: string, content: string): Promise<Response> {
  return fetch(`${base}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'sandbox-chat', messages: [{ role: 'user', content }] }),
  })
}

type Server = Run & { base: string }

/** Does what the printed curl does; gives its secret. */
async function call({ base, says }: Server): Promise<string> {
  const [, secret = ''] = await says(/Authorization: Bearer (pk_\w+)['"]/)
  const [, body = ''] = await says(/-d '(\{.*\})'/)
  const answer = await fetch(`${base}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body,
  })
  const text = await answer.text()
  assert(answer.status === 200, 'the curl answers', `${answer.status} ${text}`)
  const { choices } = JSON.parse(text) as Answer
  assert((choices[0]?.message.content ?? '') !== '', 'with a message', text)
  return secret
}

async function signIn({ base, says }: Server): Promise<void> {
  const [, username, password] = await says(/^ {2}(ada) {2,}(.+?) {2,}\(/m)
  const answer = await fetch(`${base}/api/v1/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
  })
  assert(answer.status === 200, 'its operator signs in as it says', `${answer.status} ${await answer.text()}`)
}

await withProcesses(async ({ folder, run, start }) => {
  const first = await start('demo')
  const secret = await call(first)
  await signIn(first)
  const check = run('check', { PORTICO_DATA_DIR: join(folder, 'data-demo') })
  assert((await within(seconds, check.ended, 'check')) === 0, 'portico check is clean', check.output())
  const records = Number(/and (\d+) usage records/.exec(check.output())?.[1])
  assert(records > 800, `a month of calls: ${records}`)
  const inFlight = ask(first.base, secret, 'sandbox:slow-3')
  await new Promise((resolve) => setTimeout(resolve, 1000))
  first.child.kill('SIGTERM')
  assert((await inFlight).status === 200, 'a call in flight ends well while it stops')
  assert((await within(seconds, first.ended, 'it stops')) === 0, 'it stops with 0', first.output())
  const after = run('check', { PORTICO_DATA_DIR: join(folder, 'data-demo') })
  assert((await within(seconds, after.ended, 'check')) === 0, 'and check is clean', after.output())
  assert(after.output().includes(`and ${records + 1} usage records`), 'with that call in it', after.output())
  const second = await start('demo')
  assert(!second.output().includes('Making the world'), 'its world is made once', second.output())
  assert((await call(second)) !== secret, 'each start shows another secret')
})
