import { type APIResponse, type Page, request } from '@playwright/test'
import { operator, type World } from './world.ts'

export type Person = { username: string; email: string; password: string }
export type Call = (method: string, path: string, body?: unknown) => Promise<APIResponse>

/** Somebody who is signed in outside of a page: makes what a journey starts from. */
export type Visitor = Person & {
  /** Slug of the personal organization. */
  readonly org: string
  /** Calls the console API below `/api/v1`; the status is the caller's to look at. */
  readonly call: Call
  /** The same, and throws what the server said unless it succeeded. */
  readonly get: <T>(path: string) => Promise<T>
  readonly send: <T>(method: string, path: string, body?: unknown) => Promise<T>
}

let count = 0
/** A person that no other test has: names are never given out again. */
export function newPerson(name = 'ada'): Person {
  count += 1
  const username = `${name}-${Date.now().toString(36)}${count}`
  return { username, email: `${username}@example.com`, password: 'seven quiet lanterns drift' }
}

const headersOf = (world: World) => ({ origin: world.url, accept: 'application/json' })

async function read<T>(response: APIResponse): Promise<T> {
  if (!response.ok()) throw new Error(`${response.status()} ${response.url()}: ${await response.text()}`)
  return (response.status() === 204 ? undefined : await response.json()) as T
}

async function visitor(world: World, person: Person, enter: { path: string; body: object }) {
  const context = await request.newContext({ baseURL: world.url, extraHTTPHeaders: headersOf(world) })
  const call: Call = (method, path, body) => context.fetch(`/api/v1${path}`, { method, data: body })
  const send = async <T>(method: string, path: string, body?: unknown) =>
    read<T>(await call(method, path, body))
  const session = await send<{ personalOrganization: { slug: string } }>('POST', enter.path, enter.body)
  const get = <T>(path: string) => send<T>('GET', path)
  return { ...person, org: session.personalOrganization.slug, call, get, send } satisfies Visitor
}

/** Signs a new person up by the API, with a complete profile unless `nickname` is null. */
export async function signUp(
  world: World,
  { nickname = 'Ada', person = newPerson() }: { nickname?: string | null; person?: Person } = {},
): Promise<Visitor> {
  const made = await visitor(world, person, { path: '/auth/sign-up', body: person })
  if (nickname !== null) await made.send('PATCH', '/me', { nickname })
  return made
}

/** Somebody who is there already, signed in anew by the API with the password. */
export async function signIn(world: World, person: Person): Promise<Visitor> {
  const { username, email, password } = person
  return visitor(
    world,
    { username, email, password },
    { path: '/auth/sign-in', body: { username, password } },
  )
}

/** The operator of this world, outside of a page. */
export async function operatorOf(world: World): Promise<Visitor> {
  const { username, password } = operator
  const made = await visitor(world, operator, { path: '/auth/sign-in', body: { username, password } })
  await made.send('PATCH', '/me', { nickname: 'Olivia' })
  return made
}

/** Signs a page in without its form; go somewhere afterwards. */
export async function enter(
  page: Page,
  world: World,
  { username, password }: Person,
  { stay = false } = {},
): Promise<void> {
  // What the page of the one before still asks would be refused once the next one is signed in.
  if (!stay && page.url() !== 'about:blank') await page.goto('about:blank')
  await read(
    await page.request.post(`${world.url}/api/v1/auth/sign-in`, {
      headers: headersOf(world),
      data: { username, password },
    }),
  )
}

/** A new API key with its secret. */
export async function makeKey(
  who: Visitor,
  { name = 'ci', org = who.org, ...more }: { name?: string; org?: string; [field: string]: unknown } = {},
) {
  type Made = { key: { id: string; name: string; hint: string }; secret: string }
  return who.send<Made>('POST', `/orgs/${org}/keys`, { name, ...more })
}

/** Calls the gateway as a program does: with a key, without cookies. */
export async function callGateway(
  world: World,
  secret: string,
  { content = 'hello', model = 'sandbox-chat' } = {},
): Promise<{ status: number; body: unknown; requestId: string | null }> {
  const response = await fetch(`${world.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
    body: JSON.stringify({ model, messages: [{ role: 'user', content }] }),
  })
  return {
    status: response.status,
    body: await response.json(),
    requestId: response.headers.get('x-request-id'),
  }
}
