import type { ConsoleWorld } from './console-world.ts'

export type Ask = (path: string) => Promise<number>
export type ListTimes = { name: string; times: number[] }

const dayMs = 86_400_000
const time = (ms: number): string => new Date(ms).toISOString()

/** What the pages ask the server for, each filter of the lists, and where a list is deepest; milliseconds until the answer is read. */
export async function timeLists(world: ConsoleWorld, ask: Ask, rounds: number): Promise<ListTimes[]> {
  const { org, often, seldom, from, to } = world
  const usage = (query: Record<string, string> = {}, kind = 'usage') =>
    `/orgs/${org}/${kind}?${new URLSearchParams({ limit: '50', ...query })}`
  const summary = (query: Record<string, string>) =>
    `/orgs/${org}/usage/summary?${new URLSearchParams(query)}`
  const range = { from: time(from), to: time(to) }
  const day = { from: time(to - 61 * dayMs), to: time(to - 60 * dayMs) }
  const asked: [name: string, path: string][] = [
    ['usage, newest', usage()],
    ['usage, the deepest page', usage({ cursor: Buffer.from(world.oldest).toString('base64url') })],
    ['usage, a day two months ago', usage(day)],
    ['usage, a common model', usage({ model: often.model })],
    ['usage, a rare model', usage({ model: seldom.model })],
    ['usage, a common key', usage({ key: often.key })],
    ['usage, a rare key', usage({ key: seldom.key })],
    ['usage, a busy member', usage({ account: often.account })],
    ['usage, a rare member', usage({ account: seldom.account })],
    ['usage, status 429', usage({ status: '429' })],
    ['usage, a status that none has', usage({ status: '418' })],
    ['usage, errors of a common key', usage({ key: often.key, status: 'error' })],
    ['usage, a rare key that succeeded', usage({ key: seldom.key, status: 'ok' })],
    ['errors, newest', usage({}, 'errors')],
    ['errors, status 504', usage({ status: '504' }, 'errors')],
    ['errors, a rare key', usage({ key: seldom.key }, 'errors')],
    ['summary by hour, 90 days', summary({ ...range, interval: 'hour' })],
    ['summary by day and model, 90 days', summary({ ...range, interval: 'day', by: 'model' })],
    [
      'summary by month and key, compared',
      summary({ ...range, interval: 'month', by: 'key', compare: 'previous' }),
    ],
  ]
  const lists: ListTimes[] = []
  for (const [name, path] of asked) {
    const times: number[] = []
    for (let round = 0; round < rounds; round += 1) times.push(await ask(path))
    lists.push({ name, times })
  }
  return lists
}
