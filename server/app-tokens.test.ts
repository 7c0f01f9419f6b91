import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Endpoint } from '../contract/endpoint.ts'
import { scopesCover, type TokenScope, tokenNeed, tokenScopes } from '../contract/token-scopes.ts'
import { type MadeToken, makeToken, type TestApp, testApp } from './testing/index.ts'
import { bodyOf, names, pathOf, titleOf } from './testing/walk/requests.ts'
import { makeWorld, type World } from './testing/walk/world.ts'

/** What no access token ever does (rule 14), beside everything that asks for a confirmation. A line less here is a decision. */
const never = [
  'POST /auth/sign-out',
  'GET /auth/session',
  'POST /auth/confirm',
  'POST /me/password',
  'GET /me/sessions',
  'DELETE /me/sessions/{id}',
  'DELETE /me/sessions',
  'GET /me/access-tokens',
]

let app: TestApp
let world: World
let person: Record<'read' | 'write' | 'all', MadeToken>
let operator: Record<'all', MadeToken>
beforeAll(async () => {
  app = await testApp()
  world = await makeWorld(app)
  const { owner } = world.members
  person = {
    read: await makeToken(app, { owner, scopes: ['read'] }),
    write: await makeToken(app, { owner, scopes: ['write'] }),
    all: await makeToken(app, { owner, scopes: [...tokenScopes] }),
  }
  operator = { all: await makeToken(app, { owner: world.operator, scopes: [...tokenScopes] }) }
})
afterAll(() => app.close())

const ofPeople = (): Endpoint[] =>
  app.mounted.filter(({ access }) => access.kind !== 'public' && access.kind !== 'key')
const ask = (token: MadeToken, endpoint: Endpoint) =>
  app
    .browser()
    .request<{ code?: string }>(
      endpoint.method,
      pathOf(endpoint, names(world)),
      bodyOf(endpoint),
      token.headers,
    )
const tokenOf = ({ access }: Endpoint): MadeToken => (access.kind === 'operator' ? operator.all : person.all)

describe('rule 14: of every route', () => {
  test('the table says what a token needs, or that none will do', () => {
    expect(ofPeople().length).toBeGreaterThan(40)
    const refused = ofPeople().filter((endpoint) => tokenNeed(endpoint) === 'refused')
    const confirmed = ofPeople().filter(({ access }) => 'confirm' in access && access.confirm === true)
    for (const endpoint of confirmed) expect(refused, titleOf(endpoint)).toContain(endpoint)
    for (const title of never) expect(refused.map(titleOf), title).toContain(title)
    // Nothing about factors, passwords, addresses, sessions and tokens is open, whatever is built.
    for (const endpoint of ofPeople()) {
      const own =
        /\/(me|auth)\/(\w|-)*(password|factor|totp|recovery|passkey|identit|email|session|token|device|export|confirm)/
      if (own.test(endpoint.path)) expect(tokenNeed(endpoint), titleOf(endpoint)).toBe('refused')
    }
    // The table means nothing for routes with another credential, or none.
    for (const endpoint of app.mounted)
      expect(tokenNeed(endpoint) === null, titleOf(endpoint)).toBe(!ofPeople().includes(endpoint))
  })

  test('what is refused is refused to a token with every scope, and changes nothing', async () => {
    for (const endpoint of ofPeople().filter((one) => tokenNeed(one) === 'refused')) {
      const answer = await ask(tokenOf(endpoint), endpoint)
      expect(answer.body.code, titleOf(endpoint)).toBe('access_token_refused')
      expect(answer.headers['set-cookie'], titleOf(endpoint)).toBeUndefined()
    }
    expect((await world.members.owner.browser.get('/auth/session')).status).toBe(200)
  })

  test('every scope opens something, and nothing that is not its own', async () => {
    const needed = new Set(ofPeople().map(tokenNeed))
    const narrow = tokenScopes.filter((scope) => scope.includes(':'))
    for (const scope of narrow) expect(needed, scope).toContain(scope)
    for (const scope of tokenScopes) {
      const token: Record<'member' | 'admin', MadeToken> = {
        member: await makeToken(app, { owner: world.members.owner, scopes: [scope] }),
        admin: await makeToken(app, { owner: world.operator, scopes: [scope] }),
      }
      for (const endpoint of ofPeople()) {
        const need = tokenNeed(endpoint)
        if (need === null || need === 'refused' || endpoint.method === 'DELETE') continue
        const answer = await ask(endpoint.access.kind === 'operator' ? token.admin : token.member, endpoint)
        const title = `${titleOf(endpoint)} with ${scope}: ${answer.status} ${answer.body?.code ?? ''}`
        if (!scopesCover([scope], need)) expect(answer.body?.code, title).toBe('access_token_scope_missing')
        else expect([401, 403, 404], title).not.toContain(answer.status)
      }
    }
  })
})

test.each<[TokenScope[], TokenScope, boolean]>([
  [['read'], 'keys:read', true],
  [['read'], 'keys:write', false],
  [['read', 'write'], 'admin:read', false],
  [['write'], 'keys:read', true],
  [['write'], 'admin:write', false],
  [['keys:write'], 'keys:read', true],
  [['keys:read'], 'keys:write', false],
  [['keys:write'], 'profile:read', false],
  [['admin:write'], 'admin:read', true],
  [['admin:read'], 'admin:write', false],
  [['admin:write'], 'profile:read', false],
  [[], 'profile:read', false],
])('scopes %j cover %s: %s', (scopes, need, covered) => {
  expect(scopesCover(scopes, need)).toBe(covered)
})

test('rule 41: a token sees what its person sees: another organization is not there', async () => {
  const stranger = await makeToken(app, { owner: world.stranger, scopes: [...tokenScopes] })
  for (const endpoint of app.mounted.filter(({ access }) => access.kind === 'member'))
    expect((await ask(stranger, endpoint)).status, titleOf(endpoint)).toBe(404)
})

test('promise 8: a token that is revoked opens no route', async () => {
  await world.members.owner.browser.delete(`/me/access-tokens/${person.all.id}`)
  await world.operator.browser.delete(`/me/access-tokens/${operator.all.id}`)
  for (const endpoint of ofPeople()) {
    const answer = await ask(tokenOf(endpoint), endpoint)
    expect(answer.body.code, titleOf(endpoint)).toBe('revoked_access_token')
  }
})
