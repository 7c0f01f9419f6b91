import { createApp, type Portico } from '../../app.ts'
import { createAdminFromEnvironment } from '../../areas/entry/index.ts'
import { addMembership } from '../../areas/organizations/index.ts'
import type { Deps } from '../../deps.ts'
import { type Caller, playMonth } from './month.ts'
import { createPerson, type Person } from './person.ts'

const dayMs = 86_400_000
export const worldDays = 30

/** One password for both: the demo listens on this machine only. */
export const demoPassword = 'lanterns over the quiet harbour'
export const demoOrganization = 'acme'
export const demoKeyName = 'try it'

type Made = { account: { id: string } }

async function invited(app: Portico, operator: Person): Promise<{ person: Person; id: string }> {
  const { url } = await operator.call<{ url: string }>('POST', '/admin/invitations', { note: 'For Grace' })
  const invitation = new URL(url).searchParams.get('invitation') ?? ''
  const person = createPerson(app)
  const { account } = await person.call<Made>('POST', '/auth/sign-up', {
    username: 'grace',
    email: 'grace@example.com',
    password: demoPassword,
    invitation,
  })
  return { person, id: account.id }
}

async function makeKey(owner: Person, org: string, body: object): Promise<{ id: string; secret: string }> {
  const answer = await owner.call<{ key: { id: string }; secret: string }>('POST', `/orgs/${org}/keys`, body)
  return { id: answer.key.id, secret: answer.secret }
}

async function makePlaces(app: Portico, ada: Person): Promise<Caller[]> {
  const now = app.deps.clock.now()
  const grace = await invited(app, ada)
  await ada.call('PATCH', '/me', { nickname: 'Ada', locale: 'en', timeZone: 'Europe/London' })
  await grace.person.call('PATCH', '/me', { nickname: 'Grace', locale: 'en', timeZone: 'America/New_York' })
  const acme = await ada.call<{ id: string }>('POST', '/orgs', {
    name: 'Acme Robotics',
    slug: demoOrganization,
  })
  await grace.person.call('POST', '/orgs', { name: 'Lumen Studio', slug: 'lumen' })
  // Invitations into organizations have no route yet.
  await app.deps.store.transaction((tx) =>
    addMembership(tx, { organizationId: acme.id, accountId: grace.id, role: 'member', now }),
  )
  await ada.call('POST', '/admin/organizations/acme/credits', {
    amountUsd: '5',
    note: 'Budget of the quarter',
  })
  await ada.call('POST', '/admin/organizations/lumen/credits', { amountUsd: '2', note: 'Prepaid' })
  await grace.person.call('PATCH', '/orgs/lumen/policy', { acceptUnpricedModels: true })
  // Who connects a first upstream to look around would otherwise lose the models that the printed `curl` calls.
  await ada.call('PATCH', '/admin/settings', { sandbox: true })

  const production = await makeKey(ada, 'acme', { name: 'production', remark: 'The support assistant' })
  const reports = await makeKey(ada, 'acme', { name: 'nightly reports', models: ['sandbox-chat'] })
  const laptop = await makeKey(ada, 'acme', { name: 'old laptop', remark: 'Lost in May' })
  const notebook = await makeKey(grace.person, 'acme', {
    name: 'notebook',
    expiresAt: new Date(now + (worldDays + 7) * dayMs).toISOString(),
  })
  const website = await makeKey(grace.person, 'lumen', { name: 'website search' })
  await makeKey(ada, demoOrganization, {
    name: demoKeyName,
    remark: 'Its secret changes at each start of the demo',
  })
  await ada.call('PATCH', `/orgs/acme/keys/${laptop.id}`, { status: 'disabled' })
  return [
    { secret: production.secret, callsPerDay: 22, work: 'support', hours: [7, 20] },
    { secret: reports.secret, callsPerDay: 4, work: 'reports', hours: [1, 3] },
    { secret: notebook.secret, callsPerDay: 5, work: 'tinkering', hours: [9, 18] },
    { secret: website.secret, callsPerDay: 12, work: 'search', hours: [6, 23] },
    { secret: laptop.secret, callsPerDay: 0.3, work: 'support', hours: [12, 14] },
  ]
}

/**
 * Makes the demo's world on an empty store: people, organizations and keys as they were thirty days ago, and every call since, each
 * through the front door under a clock that runs ahead. So the money in it is right because it was really paid.
 */
export async function makeWorld(deps: Deps): Promise<void> {
  const end = deps.clock.now()
  let now = end - worldDays * dayMs
  const nothing = (): void => {}
  const app = await createApp({
    ...deps,
    clock: { now: () => now },
    // A month of requests is not news.
    log: { ...deps.log, debug: nothing, info: nothing, warn: nothing },
  })
  try {
    await app.start()
    await createAdminFromEnvironment(app.deps, app.services)
    const ada = createPerson(app)
    await ada.call('POST', '/auth/sign-in', { username: 'ada', password: demoPassword })
    const callers = await makePlaces(app, ada)
    const setClock = (at: number): void => {
      now = at
    }
    const base = await app.fastify.listen({ host: '127.0.0.1', port: 0 })
    await playMonth(base, callers, { start: now, end, setClock })
  } finally {
    await app.stop()
  }
}
