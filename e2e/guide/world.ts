import { createServer } from 'node:net'
import { ensureSetupLink } from '../../server/areas/entry/index.ts'
import { makeLink } from '../../server/areas/mail/index.ts'
import {
  addMember,
  makeUsage,
  type ScriptedUpstream,
  startScriptedUpstream,
  type TestApp,
  testApp,
  testClock,
} from '../../server/testing/index.ts'
import type { Language } from '../texts.ts'
import { callsOf, type Program, rates } from './calls.ts'
import { addIdentities } from './identities.ts'
import { addPasskeys } from './passkeys.ts'
import { firstOperator, invited, type Person } from './person.ts'
import type { Portraits } from './portrait.ts'
import { type Words, words } from './words.ts'

/** The morning of all pictures, a Friday. The world has five weeks before it. */
const today = Date.UTC(2026, 10, 20, 8, 40)
const dayMs = 86_400_000
const hourMs = 3_600_000
const ownModels = ['qwen3-32b', 'bge-m3', 'qwen3-trial'] as const

/** A server at a free port, on a fresh store, at another time than now. */
export type Place = {
  readonly language: Language
  readonly words: Words
  readonly app: TestApp
  readonly upstream: ScriptedUpstream
  readonly url: string
  /** How far the clock of this world is ahead of the machine's, in milliseconds. */
  readonly ahead: () => number
  close(): Promise<void>
}

/** Who and what the pictures show. */
export type World = Place & {
  /** As the pages' addresses name them. */
  readonly people: Readonly<Record<'member' | 'operator' | 'newcomer', Person>>
  readonly org: string
  /** A call that went through the whole pipeline, streamed. */
  readonly callId: string
  readonly keyId: string
  readonly upstreamId: string
  readonly providerId: string
  /** A link that nobody has used yet. */
  readonly invitationUrl: string
  /** What the link of a mail for a new password carries; good for half an hour of the world. */
  readonly resetToken: string
  /** Nodes tell by the database's clock until when they are there; this makes it the world's, until the next sign of life. */
  readonly showNodes: () => Promise<void>
  /** A file to choose a picture of oneself from. */
  readonly portrait: Buffer
}

/** 3000, which addresses in the pictures then have as a new installation has it; else one that is free. */
async function freePort(wanted = 3000): Promise<number> {
  const server = createServer()
  const listens = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(wanted, '127.0.0.1', () => resolve(true))
  })
  if (!listens) return freePort(0)
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('No port was free')
  return address.port
}

/** Nobody is there yet. Registration and credit are what a new installation has. */
export async function openPlace(language: Language): Promise<Place> {
  const port = await freePort()
  const url = `http://localhost:${port}`
  const upstream = await startScriptedUpstream(ownModels)
  const clock = testClock()
  clock.advance(today - 66 * dayMs - clock.now())
  const app = await testApp(
    {
      PORTICO_PUBLIC_URL: url,
      PORTICO_REGISTRATION: '',
      PORTICO_STARTING_CREDIT_USD: '',
    },
    { clock },
  )
  await app.fastify.listen({ host: '127.0.0.1', port })
  return {
    ...{ language, words: words[language], app, upstream, url },
    ahead: () => app.clock.now() - Date.now(),
    async close() {
      await app.close()
      await upstream.close()
    },
  }
}

/** The link that a server without an operator prints when it starts. */
export async function setupLinkOf({ app }: Place): Promise<string> {
  const link = await ensureSetupLink(app.deps)
  if (link === null) throw new Error('There is an operator already')
  return link
}

const moveTo = ({ app }: Place, at: number): void => app.clock.advance(at - app.clock.now())

async function makePeople(place: Place) {
  const { app, language, words } = place
  const profile = (nickname: string) => ({ nickname, locale: language, timeZone: words.timeZone })
  const olivia = await firstOperator(app, 'olivia', await setupLinkOf(place))
  await olivia.call('PATCH', '/me', profile(words.names.olivia))
  const others: Person[] = []
  for (const [index, username] of (['ada', 'grace', 'tom', 'mia', 'leo'] as const).entries()) {
    app.clock.advance(47 * 60_000 * (index + 1))
    const person = await invited(app, olivia, username, words.invitations[index] as string)
    await person.call('PATCH', '/me', profile(words.names[username]))
    others.push(person)
  }
  const [ada, grace, tom, mia, leo] = others as [Person, Person, Person, Person, Person]
  return { olivia, ada, grace, tom, mia, leo }
}
type People = Awaited<ReturnType<typeof makePeople>>

/** Two upstreams, with their prices: the lists know one of them. */
async function connect({ app, upstream, words }: Place, { olivia }: People): Promise<string> {
  const add = (body: object) =>
    olivia.call<{ id: string }>('POST', '/admin/upstreams', { kind: 'openai', ...body })
  const cloud = ['gpt-4.1', 'gpt-4.1-mini', 'o4-mini', 'text-embedding-3-small']
  const { id: cloudId } = await add({
    ...{ name: words.upstreams.cloud, baseUrl: upstream.baseUrl, models: cloud, priority: 20 },
    apiKey: 'sk-of-the-pictures-only-4f2a',
  })
  // Its real address is looked up before it is saved, and here there may be no network: it is written in by hand, then read anew.
  const moved = { base_url: 'https://api.openai.com/v1' }
  await app.testStore.store.db.updateTable('upstreams').set(moved).where('id', '=', cloudId).execute()
  await olivia.call('PATCH', `/admin/upstreams/${cloudId}`, { weight: 2 })
  const own = await add({
    ...{
      name: words.upstreams.own,
      baseUrl: upstream.baseUrl,
      models: ownModels,
    },
    priority: 10,
  })
  // Nothing leaves this machine; what the world's calls would have shown of it is told.
  for (const model of cloud) app.services.gateway.parts.health.ended(cloudId, model, 'succeeded')
  const price = (model: string, state: string, ratesUsdPerMillion: object = {}) =>
    olivia.call('PUT', `/admin/prices/${model}`, { state, ...(state === 'priced' && { ratesUsdPerMillion }) })
  for (const model of ['qwen3-32b', 'gpt-4.1-mini']) {
    const { input = '', output = '', cached = '' } = rates[model] ?? {}
    await price(model, 'priced', { input, output, cache_read: cached })
  }
  await price('o4-mini', 'priced', { input: '1.1', output: '4.4', cache_read: '0.275' })
  await price('bge-m3', 'free')
  return own.id
}

async function makeOrganizations({ app, words }: Place, people: People) {
  const { ada, grace, tom, mia, leo } = people
  const acme = await ada.call<{ id: string; slug: string }>('POST', '/orgs', words.organization)
  const lumen = await grace.call<{ id: string; slug: string }>('POST', '/orgs', words.other)
  await addMember(app, acme, grace, 'admin')
  await addMember(app, acme, tom, 'member')
  await addMember(app, acme, mia, 'billing')
  await addMember(app, acme, leo, 'viewer')
  await addMember(app, lumen, ada, 'member')
  await ada.call('PATCH', `/orgs/${acme.slug}/policy`, {
    recordIp: 'full',
    ipRetentionDays: 90,
    maxKeyDays: 365,
  })
  return { acme, lumen }
}
type Organizations = Awaited<ReturnType<typeof makeOrganizations>>

async function makeKeys({ app, words }: Place, { ada, grace, tom }: People, { acme, lumen }: Organizations) {
  const inDays = (days: number) => new Date(app.clock.now() + days * dayMs).toISOString()
  const make = async (owner: Person, body: object, org = acme.slug) => {
    const { key, secret } = await owner.call<{ key: { id: string }; secret: string }>(
      'POST',
      `/orgs/${org}/keys`,
      body,
    )
    return { id: key.id, secret, accountId: owner.accountId }
  }
  const { support, reports, search, notebook, laptop } = words.keys
  const made = {
    laptop: await make(ada, laptop),
    notebook: await make(tom, { ...notebook, expiresAt: inDays(90) }),
    search: await make(grace, { ...search, models: ['text-embedding-3-small', 'gpt-4.1-mini'] }),
    reports: await make(ada, { ...reports, models: ['gpt-4.1', 'qwen3-32b'], expiresAt: inDays(300) }),
    support: await make(ada, { ...support, ipAllowlist: ['203.0.113.0/24'] }),
    lumen: await make(ada, words.keys.lumen, lumen.slug),
  }
  await ada.call('PATCH', `/orgs/${acme.slug}/keys/${made.laptop.id}`, { status: 'disabled' })
  return made
}
type Keys = Awaited<ReturnType<typeof makeKeys>>

/** What acts as Ada without a browser. */
async function makeTokens({ app, words }: Place, { ada }: People): Promise<void> {
  const inDays = (days: number) => new Date(app.clock.now() + days * dayMs).toISOString()
  const make = async (name: string, scopes: string[], expiresAt: string | null, usedAt: number) => {
    const { accessToken } = await ada.call<{ accessToken: { id: string } }>('POST', '/me/access-tokens', {
      ...{ name, scopes, expiresAt },
    })
    await app.testStore.store.db
      .updateTable('access_tokens')
      .set({ last_used_at: usedAt })
      .where('id', '=', accessToken.id)
      .execute()
  }
  await make(words.tokens.watch, ['wallet:read'], null, today - 9 * 60_000)
  await make(words.tokens.reports, ['usage:read', 'keys:read'], inDays(120), today - 19 * dayMs)
}

function programsOf({ support, reports, search, notebook }: Keys): Program[] {
  const of = ({ id, accountId }: { id: string; accountId: string }) => ({ keyId: id, accountId })
  return [
    {
      ...{ ...of(support), models: ['gpt-4.1-mini', 'gpt-4.1-mini', 'gpt-4.1'], perDay: 26, hours: [6, 20] },
      ...{ input: [900, 5200], output: [80, 700] },
    },
    {
      ...{ ...of(reports), models: ['gpt-4.1', 'qwen3-32b'], perDay: 5, hours: [2, 3] },
      ...{ input: [18_000, 64_000], output: [700, 2400] },
    },
    {
      ...{ ...of(search), models: ['text-embedding-3-small', 'gpt-4.1-mini'], perDay: 18, hours: [5, 22] },
      ...{ input: [300, 2600], output: [60, 260] },
    },
    {
      ...{ ...of(notebook), models: ['qwen3-32b', 'gpt-4.1'], perDay: 7, hours: [8, 17] },
      ...{ input: [200, 3800], output: [120, 1400] },
    },
  ]
}

/** Five weeks of calls, with what came into the wallet between them. */
async function live(
  place: Place,
  { olivia, ada }: People,
  { acme }: Organizations,
  keys: Keys,
): Promise<void> {
  const { app, words } = place
  const programs = programsOf(keys)
  const credit = (amountUsd: string, note: string) =>
    olivia.call('POST', `/admin/organizations/${acme.slug}/credits`, { amountUsd, note })
  const callsUntil = async (end: number): Promise<string[]> => {
    const ids = await makeUsage(app, callsOf(acme.id, programs, { start: app.clock.now(), end }))
    moveTo(place, end)
    return ids
  }
  await credit('40', words.credits.first)
  await callsUntil(today - 9 * dayMs)
  await ada.guess()
  await ada.call('PATCH', `/orgs/${acme.slug}/policy`, { recordIp: 'truncated', ipRetentionDays: 30 })
  await callsUntil(today - 26 * hourMs)
  const ids = await callsUntil(today - 3 * hourMs)
  await credit('60', words.credits.second)
  app.clock.advance(5 * 60_000)
  await credit('60', words.credits.second)
  app.clock.advance(12 * 60_000)
  await credit('-60', words.credits.fix)
  await callsUntil(today - 1.4 * hourMs)
  await refundOne(place, olivia, acme.slug, ids)
  await callsUntil(today - 4 * 60_000)
  await sawUse(place, keys)
}

/** Records that are made do not touch the keys that they name. */
async function sawUse({ app }: Place, { support, reports, search, notebook, laptop }: Keys): Promise<void> {
  const minutesAgo = {
    [support.id]: 6,
    [search.id]: 21,
    [notebook.id]: 1100,
    [reports.id]: 352,
    [laptop.id]: 64 * 1440,
  }
  for (const [id, minutes] of Object.entries(minutesAgo))
    await app.testStore.store.db
      .updateTable('api_keys')
      .set({ last_used_at: app.clock.now() - minutes * 60_000 })
      .where('id', '=', id)
      .execute()
}

/** The latest of these calls that cost something. */
async function refundOne(
  { words }: Place,
  olivia: Person,
  org: string,
  ids: readonly string[],
): Promise<void> {
  for (const requestId of ids.slice(-8).reverse()) {
    const body = { requestId, note: words.refund }
    const done = await olivia.call('POST', `/admin/organizations/${org}/refunds`, body).then(
      () => true,
      () => false,
    )
    if (done) return
  }
  throw new Error('No call could be refunded')
}

/** A streamed call to the scripted upstream, through everything. */
async function realCall({ url, upstream, words }: Place, secret: string): Promise<string> {
  upstream.script('qwen3-32b', {
    ...{ behaviour: 'trickle', delayMilliseconds: 120, promptTokens: 2304, cachedTokens: 1792 },
    ...{ completionTokens: 386, pieces: Array.from({ length: 9 }, () => words.chat.answer[0] as string) },
  })
  const answer = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'qwen3-32b',
      stream: true,
      messages: [{ role: 'user', content: words.minutes.repeat(220) }],
    }),
  })
  await answer.text()
  const id = answer.headers.get('x-request-id')
  if (answer.status !== 200 || id === null) throw new Error(`The call answered ${answer.status}`)
  upstream.script('qwen3-trial', { pieces: [words.chat.fine] })
  upstream.script('qwen3-32b', {
    ...{
      behaviour: 'trickle',
      delayMilliseconds: 150,
      promptTokens: 41,
      completionTokens: 96,
      pieces: words.chat.answer,
    },
  })
  return id
}

/**
 * Fills a place with people, what they own, and five weeks of what they did.
 *
 * @param portraits of one of them: the file, and the square that was chosen from it.
 */
export async function makeWorld(place: Place, { file, square }: Portraits): Promise<World> {
  const { app, words } = place
  const people = await makePeople(place)
  const upstreamId = await connect(place, people)
  const organizations = await makeOrganizations(place, people)
  const keys = await makeKeys(place, people, organizations)
  await makeTokens(place, people)
  await addPasskeys(place.app, people.ada.accountId, today)
  const providerId = await addIdentities(place.app, people.ada.accountId, today)
  await live(place, people, organizations, keys)
  const { olivia, ada, leo } = people
  const [intern = '', mistake = '', guest = ''] = words.invitations.slice(5)
  const wrong = await olivia.call<{ id: string }>('POST', '/admin/invitations', { note: mistake })
  await olivia.call('DELETE', `/admin/invitations/${wrong.id}`)
  const { url: invitationUrl } = await olivia.call<{ url: string }>('POST', '/admin/invitations', {
    note: guest,
  })
  await olivia.call('PATCH', `/admin/accounts/${leo.accountId}`, { disabled: true })
  await ada.call('PUT', '/me/avatar', { image: square.toString('base64') })
  const newcomer = await invited(app, olivia, 'nina', intern)
  await newcomer.call('PATCH', '/me', { locale: place.language, timeZone: words.timeZone })
  return {
    ...place,
    people: { member: ada, operator: olivia, newcomer },
    org: organizations.acme.slug,
    callId: await realCall(place, keys.reports.secret),
    keyId: keys.support.id,
    upstreamId,
    providerId,
    invitationUrl,
    resetToken: await app.testStore.store.transaction((tx) =>
      makeLink(tx, app.deps, { purpose: 'password_reset', accountId: ada.accountId }),
    ),
    portrait: file,
    async showNodes() {
      const until = app.clock.now() + 24_000
      await app.testStore.store.db.updateTable('owners').set({ expires_at: until }).execute()
    },
  }
}
