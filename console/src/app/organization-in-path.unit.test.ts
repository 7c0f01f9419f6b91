import { QueryClient } from '@tanstack/react-query'
import { isNotFound, isRedirect } from '@tanstack/react-router'
import { afterEach, expect, test, vi } from 'vitest'
import { organizationInPath } from './organization-in-path.ts'

const acme = { id: 'org_1', slug: 'acme', name: 'Acme', personal: false, role: 'owner', can: [] }

/** A server that knows these organizations, and one by more names. */
function server(lists: object[][], names: string[]) {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url)
    const json = (status: number, body: object) => new Response(JSON.stringify(body), { status })
    if (url === '/api/v1/me/organizations') return json(200, { items: lists.shift() ?? [acme] })
    if (names.includes(url.replace('/api/v1/orgs/', ''))) return json(200, acme)
    return json(404, { code: 'not_found' })
  })
  return asked
}
afterEach(() => vi.unstubAllGlobals())

const enter = (named: string, rest = '') =>
  organizationInPath(new QueryClient(), named, `/orgs/${named}${rest}`).catch((thrown: unknown) => thrown)

test('the current name of an organization costs no further question', async () => {
  const asked = server([], [])
  expect(await enter('acme', '/keys')).toMatchObject({ id: 'org_1' })
  expect(asked).toEqual(['/api/v1/me/organizations'])
})

test('a former name goes on to the same page under the name of today, and so does the id', async () => {
  server([], ['old-name'])
  for (const named of ['old-name', 'org_1']) {
    const thrown = await enter(named, '/keys?q=orgs/old-name#x')
    expect(isRedirect(thrown), named).toBe(true)
    const { options } = thrown as { options: object }
    expect(options).toMatchObject({ href: '/orgs/acme/keys?q=orgs/old-name#x', replace: true })
  }
})

test('a name that it got since the list was read is found', async () => {
  server([[{ ...acme, slug: 'old-name' }], [acme]], ['acme'])
  expect(await enter('acme')).toMatchObject({ slug: 'acme' })
})

test('where I do not belong there is nothing', async () => {
  server([[acme], [acme], []], ['left-it'])
  expect(isNotFound(await enter('foreign'))).toBe(true)
  expect(isNotFound(await enter('left-it'))).toBe(true)
})
