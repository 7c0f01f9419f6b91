import { afterEach, expect, test, vi } from 'vitest'
import type { Membership } from '../../lib/session.ts'
import { foundQuery, idIn, pageOf } from './find.ts'
import { matching } from './match.ts'

const id = '01k9zv3h8q0000000000000abc'

test('every word counts, in any order, and what begins with them comes first', () => {
  const items = [
    { label: 'Usage Logs', words: 'dashboard usage' },
    { label: 'API Keys', words: 'dashboard keys' },
    { label: 'Keystone Ltd', words: 'organization' },
    { label: 'Café', words: 'organization' },
  ]
  const names = (typed: string) => matching(items, typed).map((item) => item.label)
  expect(names('key')).toEqual(['Keystone Ltd', 'API Keys'])
  expect(names('logs usage')).toEqual(['Usage Logs'])
  expect(names(' CAFE ')).toEqual(['Café'])
  expect(names('keys nowhere')).toEqual([])
  expect(names('')).toHaveLength(4)
})

test('an id is found in whatever was pasted around it', () => {
  expect(idIn(`key_${id}`)).toEqual({ kind: 'key', id: `key_${id}` })
  expect(idIn(`"requestId":"REQ_${id.toUpperCase()}",`)).toEqual({ kind: 'call', id: `req_${id}` })
  expect(idIn('key_tooshort')).toBeNull()
  expect(idIn(`xkey_${id}`)).toBeNull()
  expect(idIn('api keys')).toBeNull()
})

test('of a pasted secret only the public id is kept', () => {
  const secret = `pk_${id}_${'s'.repeat(32)}0badcafe`
  expect(idIn(`Authorization: Bearer ${secret}`)).toEqual({ kind: 'key', id: `key_${id}` })
})

const member = (slug: string, can: Membership['can']): Membership => ({
  id: `org_${slug}`,
  slug,
  name: slug,
  personal: false,
  twoFactorMissing: false,
  role: 'member',
  can,
})
afterEach(() => vi.unstubAllGlobals())

test('it is looked for only where this person may look, and the first that has it is told', async () => {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url)
    const has = url.includes('/orgs/acme/')
    return new Response(JSON.stringify(has ? { name: 'ci' } : { code: 'not_found' }), {
      status: has ? 200 : 404,
    })
  })
  const wanted = { kind: 'key', id: `key_${id}` } as const
  const ask = (organizations: Membership[]) => {
    const { queryFn } = foundQuery(wanted, organizations)
    return (queryFn as (context: { signal: AbortSignal }) => unknown)({
      signal: new AbortController().signal,
    })
  }
  const acme = member('acme', ['keys:readOwn'])
  const found = await ask([member('ada', ['keys:read']), member('money', ['wallet:read']), acme])
  expect(found).toEqual({ ...wanted, organization: acme, name: 'ci' })
  expect(asked).toEqual([`/api/v1/orgs/ada/keys/key_${id}`, `/api/v1/orgs/acme/keys/key_${id}`])
  expect(pageOf({ ...wanted, organization: acme, name: 'ci' })).toBe(`/orgs/acme/keys?row=key_${id}`)
  expect(await ask([member('ada', ['keys:read'])])).toBeNull()
})
