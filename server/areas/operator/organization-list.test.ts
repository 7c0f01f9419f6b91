import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type MadeAccount,
  makeAccount,
  makeOrganization,
  type TestApp,
  testApp,
} from '../../testing/index.ts'

type List = { items: { id: string }[]; nextCursor: string | null; total: number | null }

let app: TestApp
let operator: MadeAccount
let lab: string
beforeAll(async () => {
  app = await testApp()
  operator = await makeAccount(app, { operator: true })
  lab = (await makeOrganization(app, operator, { name: 'Lab 100%' })).id
})
afterAll(() => app.close())

async function list(query: Record<string, string>): Promise<List> {
  const answer = await operator.browser.get<List>(`/admin/organizations?${new URLSearchParams(query)}`)
  expect(answer.status, answer.text).toBe(200)
  return answer.body
}
const idsOf = ({ items }: List) => items.map(({ id }) => id)

test('personal organizations and the others are told apart', async () => {
  expect(idsOf(await list({ kind: 'shared' }))).toEqual([lab])
  expect(idsOf(await list({ kind: 'personal' }))).toEqual([operator.organizationId])
})

test('the first page says how many fit, the next ones do not', async () => {
  const first = await list({ limit: '1' })
  expect([first.total, idsOf(first)]).toEqual([2, [lab]])
  const second = await list({ limit: '1', cursor: first.nextCursor ?? '' })
  expect([second.total, idsOf(second)]).toEqual([null, [operator.organizationId]])
})

test('rule 45: search text is text', async () => {
  expect(await list({ q: '0%' })).toMatchObject({ total: 1 })
  for (const q of ['%%', '__', "'", '\\', '\u0000', 'x'.repeat(10_000)])
    expect(await list({ q }), JSON.stringify(q.slice(0, 20))).toMatchObject({ total: 0, items: [] })
})
