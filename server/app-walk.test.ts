import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Endpoint } from '../contract/endpoint.ts'
import { rolePermissions, roles } from '../contract/roles.ts'
import { type MadeAccount, type TestApp, testApp } from './testing/index.ts'
import {
  bodyOf,
  comparable,
  type Names,
  names,
  pathOf,
  titleOf,
  unknownNames,
} from './testing/walk/requests.ts'
import { makeWorld, type World } from './testing/walk/world.ts'

/** Routes for everybody. A new one is a decision, taken here. */
const publicRoutes = [
  'GET /auth/methods',
  'POST /setup',
  'POST /auth/sign-up',
  'POST /auth/invitation',
  'POST /auth/sign-in',
  'POST /auth/second-factor',
  'POST /auth/second-factor/passkey',
  'POST /auth/passkey/options',
  'POST /auth/passkey/verify',
  'POST /auth/email/verify',
  'POST /auth/email/undo',
  'POST /auth/password/forgot',
  'POST /auth/password/reset',
  'POST /auth/password/reset/check',
  'POST /auth/lockdown',
  'POST /auth/deletion/undo',
  'GET /auth/oauth/{provider}/start',
  'GET /auth/oauth/{provider}/callback',
]

/** Routes whose body goes on to a model as it is, fields that we do not know included. */
const passedOn = ['POST /orgs/{org}/playground/chat/completions']

let app: TestApp
let world: World
beforeAll(async () => {
  app = await testApp()
  world = await makeWorld(app)
})
afterAll(() => app.close())

const ask = (person: MadeAccount, endpoint: Endpoint, given: Names, body: unknown = bodyOf(endpoint)) =>
  person.browser.request<{ code?: string; methods?: string[] }>(
    endpoint.method,
    pathOf(endpoint, given),
    body,
  )

/** Who of the walked world may use a route. */
function entitled({ access }: Endpoint): MadeAccount {
  return access.kind === 'operator' ? world.operator : world.members.owner
}
const withThing = ({ path }: Endpoint): boolean => path.includes('{id}')

/** What Fastify really serves below `/api/v1`, read from the tree that it prints: `GET /orgs/?/keys`. */
function servedRoutes({ fastify }: TestApp): string[] {
  const above: string[] = []
  const served: string[] = []
  for (const line of fastify.printRoutes({ commonPrefix: false }).split('\n')) {
    const found = /^([│ ]*)[├└]── (\S+)(?: \((.+)\))?$/.exec(line)
    if (!found) continue
    const [, indent = '', part = '', methods = ''] = found
    const depth = indent.length / 4
    above[depth] = `${depth === 0 ? '' : above[depth - 1]}${part}`
    const path = above[depth]
    if (!path.startsWith('/api/v1/') || methods === '') continue
    const plain = path
      .slice('/api/v1'.length)
      .replaceAll(/:\w+/g, '?')
      .replace(/\/?\*$/, '/?')
    for (const method of methods.split(', ')) served.push(`${method} ${plain}`)
  }
  return served
}

describe('every route', () => {
  test('is there to be walked', () => {
    expect(app.mounted.length).toBeGreaterThan(20)
    expect(new Set(app.mounted.map(titleOf)).size).toBe(app.mounted.length)
  })

  test('below /api/v1 came in by route(), but for the API document', () => {
    const declared = app.mounted.map(({ method, path }) => `${method} ${path.replaceAll(/\{[^}]+\}/g, '?')}`)
    const served = servedRoutes(app).filter((title) => !title.startsWith('HEAD '))
    expect(served.sort()).toEqual([...declared, 'GET /openapi.json'].sort())
  })

  test('answers 401 without a credential unless it is listed as public', async () => {
    const open: string[] = []
    for (const endpoint of app.mounted) {
      const answer = await app
        .browser()
        .request<{ code?: string }>(endpoint.method, pathOf(endpoint, names(world)), bodyOf(endpoint))
      if (answer.status !== 401) open.push(titleOf(endpoint))
      // Fastify answers HEAD wherever there is a GET.
      const head = endpoint.method === 'GET' ? 'HEAD' : endpoint.method
      const again = await app.browser().request(head, pathOf(endpoint, names(world)), bodyOf(endpoint))
      expect(again.status, `${head} ${endpoint.path}`).toBe(answer.status)
      if (answer.status === 401)
        expect(answer.body.code, titleOf(endpoint)).toMatch(/^(session_required|invalid_api_key)$/)
    }
    expect(open.filter((title) => !publicRoutes.includes(title))).toEqual([])
    const declared = app.mounted.filter(({ access }) => access.kind === 'public').map(titleOf)
    expect(declared.sort()).toEqual([...publicRoutes].sort())
  })
})

describe('rule 41: a thing of another organization does not exist', () => {
  test('every route below an organization: a stranger gets what a name of nothing gets, byte for byte', async () => {
    const routes = app.mounted.filter(({ access }) => access.kind === 'member')
    expect(routes.length).toBeGreaterThan(10)
    for (const endpoint of routes) {
      const nothing = unknownNames(app.clock.now())
      const never = comparable(await ask(world.stranger, endpoint, nothing), nothing)
      for (const org of [world.organization.slug, world.organization.id]) {
        const given = { ...names(world), org }
        const foreign = await ask(world.stranger, endpoint, given)
        expect(foreign.status, titleOf(endpoint)).toBe(404)
        expect(comparable(foreign, given), titleOf(endpoint)).toBe(never)
      }
      const slugOfNothing = { ...nothing, org: 'a-slug-of-nothing' }
      expect(comparable(await ask(world.stranger, endpoint, slugOfNothing), slugOfNothing)).toBe(never)
    }
  })

  test("every route with a thing: another organization's id in one's own gets what an id of nothing gets", async () => {
    const routes = app.mounted.filter((endpoint) => endpoint.access.kind === 'member' && withThing(endpoint))
    expect(routes.length).toBeGreaterThan(3)
    for (const endpoint of routes) {
      const own = { org: world.stranger.slug }
      const given = { ...names(world), ...own }
      const nothing = { ...unknownNames(app.clock.now()), ...own }
      const foreign = await ask(world.stranger, endpoint, given)
      const never = await ask(world.stranger, endpoint, nothing)
      expect(foreign.status, titleOf(endpoint)).toBe(404)
      expect(comparable(foreign, given), titleOf(endpoint)).toBe(comparable(never, nothing))
      // The walk would mean nothing if its ids were good for nobody.
      if (endpoint.method === 'GET')
        expect((await ask(world.members.owner, endpoint, names(world))).status).toBe(200)
    }
  })

  test('every route of the operator: others cannot tell what there is', async () => {
    for (const endpoint of app.mounted.filter(({ access }) => access.kind === 'operator')) {
      const given = names(world)
      const nothing = unknownNames(app.clock.now())
      const known = await ask(world.members.owner, endpoint, given)
      expect(known.body.code, titleOf(endpoint)).toBe('operator_only')
      const unknown = await ask(world.members.owner, endpoint, nothing)
      expect(comparable(known, given), titleOf(endpoint)).toBe(comparable(unknown, nothing))
      if (withThing(endpoint))
        expect((await ask(world.operator, endpoint, nothing)).status, titleOf(endpoint)).toBe(404)
    }
  })
})

test('rule 41: no route takes a field that it does not know, such as a role, an owner or a balance', async () => {
  const all = app.mounted.filter(({ body }) => body !== undefined)
  const routes = all.filter((endpoint) => !passedOn.includes(titleOf(endpoint)))
  expect(all.length - routes.length).toBe(passedOn.length)
  expect(routes.length).toBeGreaterThan(10)
  for (const endpoint of routes) {
    for (const field of [
      'role',
      'operator',
      'emailVerifiedAt',
      'accountId',
      'organizationId',
      'balance',
      '__unknown',
    ]) {
      const body = { ...(bodyOf(endpoint) as object), [field]: 'x' }
      const answer = await ask(entitled(endpoint), endpoint, names(world), body)
      const title = `${titleOf(endpoint)} with ${field}`
      expect(answer.status, title).toBe(400)
      // The one route that decides it, for operators alone (operator-role.test.ts).
      if (title === 'PATCH /admin/accounts/{id} with operator') continue
      expect(answer.text, title).toContain(`\\"${field}\\"`)
    }
  }
})

describe('rule 35: a change comes from our own pages, as JSON', () => {
  test('every changing route refuses another origin, a missing one, text/plain and forms', async () => {
    const routes = app.mounted.filter(({ method }) => method !== 'GET')
    expect(routes.length).toBeGreaterThan(10)
    for (const endpoint of routes) {
      const { browser } = entitled(endpoint)
      const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      const url = `/api/v1${pathOf(endpoint, names(world))}`
      const send = (headers: Record<string, string>, payload?: string) =>
        app.fastify.inject({
          method: endpoint.method,
          url,
          headers: { cookie, ...headers },
          ...(payload ? { payload } : {}),
        })
      for (const origin of ['https://evil.example', 'null', 'http://localhost:3001', undefined]) {
        const answer = await send({ 'content-type': 'application/json', ...(origin ? { origin } : {}) }, '{}')
        expect(answer.json().code, `${titleOf(endpoint)} from ${origin}`).toBe('origin_refused')
      }
      for (const type of [
        'text/plain',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
      ]) {
        const answer = await send({ 'content-type': type, origin: 'http://localhost:3000' }, '{"a":1}')
        expect(answer.statusCode, `${titleOf(endpoint)} as ${type}`).toBe(415)
      }
    }
  })
})

test('rule 35: no GET changes anything', async () => {
  const { db, kind } = app.testStore.store
  const listed =
    kind === 'postgres'
      ? sql<{
          name: string
        }>`select table_name as name from information_schema.tables where table_schema = 'public'`
      : sql<{ name: string }>`select name from sqlite_schema where type = 'table'`
  const tables = (await listed.execute(db)).rows.map(({ name }) => name)
  expect(tables).toContain('sessions')
  // The node's own heartbeat beats beside all requests.
  tables.splice(tables.indexOf('owners'), 1)
  const everything = async (): Promise<Record<string, string[]>> => {
    const rows: Record<string, string[]> = {}
    for (const table of tables) {
      const { rows: found } = await sql<object>`select * from ${sql.table(table)}`.execute(db)
      const text = (row: object) =>
        JSON.stringify(row, (name, value) => {
          // The node's own heartbeat beats beside all requests.
          if (table === 'owners' && (name === 'seq' || name === 'expires_at')) return 'beats'
          return typeof value === 'bigint' ? `${value}` : value
        })
      // The price lists that we ship are copied into the store when a model is first looked up, whoever asks.
      rows[table] = found
        .map(text)
        .filter((row) => !(table === 'prices' && row.includes('"source":"seed"')))
        .sort()
    }
    return rows
  }
  const before = await everything()
  for (const endpoint of app.mounted.filter(({ method }) => method === 'GET')) {
    await ask(entitled(endpoint), endpoint, names(world))
    await app.browser().get(pathOf(endpoint, names(world)))
  }
  expect(await everything()).toEqual(before)
})

test('rule 37: on https every answer asks the browser to stay there', async () => {
  const secure = await testApp({ PORTICO_PUBLIC_URL: 'https://portico.example' })
  try {
    const answer = await secure.browser().get('/auth/methods')
    expect(answer.headers['strict-transport-security']).toMatch(/^max-age=31536000/)
    expect((await app.browser().get('/auth/methods')).headers['strict-transport-security']).toBeUndefined()
  } finally {
    await secure.close()
  }
})

test('rule 37: every answer of the API is no-store and nosniff', async () => {
  for (const endpoint of app.mounted.filter(({ method }) => method === 'GET')) {
    const answer = await ask(entitled(endpoint), endpoint, names(world))
    expect(answer.headers['cache-control'], titleOf(endpoint)).toBe('no-store')
    expect(answer.headers['x-content-type-options'], titleOf(endpoint)).toBe('nosniff')
  }
})

test('rule 45: every list is searched for text as text', async () => {
  const routes = app.mounted.filter(({ query }) => query && 'q' in query.shape)
  expect(routes.length).toBeGreaterThan(1)
  for (const endpoint of routes) {
    for (const text of ['%', '_', "'", '";--', '\\', '\u0000', '\ufffd', 'x'.repeat(10_000)]) {
      const path = `${pathOf(endpoint, names(world))}?q=${encodeURIComponent(text)}`
      const answer = await entitled(endpoint).browser.get<{ items: unknown[] }>(path)
      expect(answer.status, `${titleOf(endpoint)} ${JSON.stringify(text.slice(0, 9))}`).toBe(200)
      if (text !== '_') expect(answer.body.items, titleOf(endpoint)).toEqual([])
    }
  }
})

// The last ones change the world: they go through with what they ask.
test('every route × every role agrees with the table of roles', async () => {
  const routes = app.mounted.filter(({ access }) => access.kind === 'member')
  for (const endpoint of routes) {
    const { access } = endpoint
    if (access.kind !== 'member') continue
    for (const role of roles) {
      const answer = await ask(world.members[role], endpoint, names(world, world.belongings[role]))
      const title = `${titleOf(endpoint)} as ${role}: ${answer.status} ${answer.body?.code ?? ''}`
      if (rolePermissions[role].includes(access.permission)) {
        expect(answer.body?.code, title).not.toBe('permission_denied')
        expect([401, 404], title).not.toContain(answer.status)
      } else if (withThing(endpoint) && answer.status === 404) continue
      else expect(answer.body?.code, title).toBe('permission_denied')
    }
  }
})

test('rule 12: every route of the confirmation table asks for a fresh proof after ten minutes, and no other', async () => {
  const table = app.mounted.filter(({ access }) => 'confirm' in access && access.confirm === true)
  expect(table.map(titleOf)).toContain('POST /orgs/{org}/keys')
  app.clock.advance(600_001)
  for (const endpoint of app.mounted) {
    if (endpoint.access.kind === 'key' || titleOf(endpoint) === 'POST /auth/sign-out') continue
    const answer = await ask(entitled(endpoint), endpoint, names(world))
    if (table.includes(endpoint)) {
      expect(answer.body, titleOf(endpoint)).toMatchObject({
        status: 403,
        code: 'confirmation_required',
        methods: ['password'],
      })
    } else expect(answer.body?.code, titleOf(endpoint)).not.toBe('confirmation_required')
  }
})
