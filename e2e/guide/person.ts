import type { Browser, TestApp } from '../../server/testing/index.ts'

export type Person = {
  readonly username: string
  readonly password: string
  readonly accountId: string
  /** Slug of the personal organization. */
  readonly slug: string
  /** Calls the console API, signed in anew where the last proof would be too old; throws what the server said unless it succeeded. */
  call<T = unknown>(method: string, path: string, body?: unknown): Promise<T>
  /** Somebody tries to sign in as this person, with another password. */
  guess(): Promise<void>
}

type Signed = { account: { id: string }; personalOrganization: { slug: string } }

// As the security log shows it.
const userAgent = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0'
// A proof lasts ten minutes.
const freshMs = 9 * 60_000

async function send<T>(browser: Browser, method: string, path: string, body?: unknown): Promise<T> {
  const answer = await browser.request<T>(method, path, body, { 'user-agent': userAgent })
  if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`)
  return answer.body
}

/** Somebody who came in by `way`: the set-up, or a sign-up with an invitation. */
async function enter(
  app: TestApp,
  way: '/setup' | '/auth/sign-up',
  { username, ...more }: { username: string; token?: string; invitation?: string },
): Promise<Person> {
  const password = 'seven quiet lanterns drift'
  const email = `${username}@example.com`
  let browser = app.browser()
  let signedInAt = app.clock.now()
  const { account, personalOrganization } = await send<Signed>(browser, 'POST', way, {
    username,
    email,
    password,
    ...more,
  })
  return {
    username,
    password,
    accountId: account.id,
    slug: personalOrganization.slug,
    async call(method, path, body) {
      if (app.clock.now() - signedInAt > freshMs) {
        browser = app.browser()
        signedInAt = app.clock.now()
        await send(browser, 'POST', '/auth/sign-in', { username, password })
      }
      return send(browser, method, path, body)
    },
    async guess() {
      const wrong = { username, password: 'five loud kettles sing' }
      const { status } = await app.browser().post('/auth/sign-in', wrong, { 'user-agent': userAgent })
      if (status !== 401) throw new Error(`A wrong password was answered with ${status}`)
    },
  }
}

export function firstOperator(app: TestApp, username: string, setupLink: string): Promise<Person> {
  return enter(app, '/setup', { username, token: new URL(setupLink).searchParams.get('token') ?? '' })
}

/** A person who was sent an invitation by the operator and took it. */
export async function invited(
  app: TestApp,
  operator: Person,
  username: string,
  note: string,
): Promise<Person> {
  const { url } = await operator.call<{ url: string }>('POST', '/admin/invitations', { note })
  const invitation = new URL(url).searchParams.get('invitation') ?? ''
  return enter(app, '/auth/sign-up', { username, invitation })
}
