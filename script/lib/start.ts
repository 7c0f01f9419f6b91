import { assert, within, withProcesses } from './processes.ts'

/**
 * Starts the server as its users do, under plain Node, and looks at what only a process shows: it comes up and says where it is, one
 * data directory takes one process, `check` works beside it, a signal ends it in an orderly way, and killing it frees the directory.
 */
const seconds = 30

async function answers(base: string, path: string, status: number): Promise<void> {
  const answer = await fetch(`${base}${path}`, { headers: { accept: 'application/json' } })
  const text = await answer.text()
  assert(answer.status === status, `${path} answers ${status}`, `it answered ${answer.status}: ${text}`)
}

await withProcesses(async ({ run, start }) => {
  const first = await start('serve')
  await first.says(/http:\/\/localhost:3000\/setup\?token=\w+/)
  for (const path of ['/healthz', '/readyz', '/docs', '/metrics', '/api/v1/auth/methods'])
    await answers(first.base, path, 200)
  await answers(first.base, '/api/v1/auth/session', 401)
  await answers(first.base, '/v1/models', 401)
  const second = run('serve')
  const refused = await within(seconds, second.ended, 'a second server gives up')
  assert(refused === 1, 'a second server on the directory is refused', second.output())
  assert(second.output().includes('Another Portico runs'), 'it says why', second.output())
  const check = run('check')
  assert((await within(seconds, check.ended, 'check')) === 0, 'check works beside it', check.output())
  first.child.kill('SIGTERM')
  const code = await within(seconds, first.ended, 'SIGTERM ends it')
  assert(code === 0, 'SIGTERM ends it with 0', `${code}\n${first.output()}`)
  const killed = await start('serve')
  killed.child.kill('SIGKILL')
  await within(seconds, killed.ended, 'SIGKILL ends it')
  const third = await start('serve')
  await answers(third.base, '/readyz', 200)
  third.child.kill('SIGINT')
  assert((await within(seconds, third.ended, 'SIGINT ends it')) === 0, 'SIGINT ends it with 0')
  const wrong = run('serve', { PORT: 'many', PORTICO_PUBLIC_URL: 'nowhere' })
  assert((await within(seconds, wrong.ended, 'a wrong setting')) === 1, 'a wrong setting is 1')
  for (const name of ['PORT:', 'PORTICO_PUBLIC_URL:'])
    assert(wrong.output().includes(name), `it names ${name}`, wrong.output())
  const unknown = run('nonsense')
  assert((await within(seconds, unknown.ended, 'an unknown command')) === 2, 'an unknown command is 2')
})
