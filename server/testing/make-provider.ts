import type { Browser } from './browser.ts'
import { makeAccount } from './make-account.ts'
import type { TestApp } from './test-app.ts'

type Served = { url: string; clientId: string; clientSecret?: string }

/** Trusts a provider, as an operator does through the front door. @returns its id */
export async function makeProvider(
  app: TestApp,
  slug: string,
  served: Served,
  more: Record<string, unknown> = {},
): Promise<string> {
  const { browser } = await makeAccount(app, { operator: true })
  const answer = await browser.post<{ id: string }>('/admin/identity-providers', {
    ...{ slug, kind: 'oidc', name: slug, issuer: served.url, clientId: served.clientId },
    ...(served.clientSecret === undefined ? {} : { clientSecret: served.clientSecret }),
    ...more,
  })
  if (answer.status !== 201) throw new Error(`Trusting a provider answered ${answer.status}: ${answer.text}`)
  return answer.body.id
}

type How = { link?: boolean; confirm?: boolean; query?: string }

/** Begins to sign in, to link or to confirm. @returns where the browser is sent */
export async function setOut(
  browser: Browser,
  slug: string,
  { link = false, confirm = false, query = '' }: How = {},
): Promise<URL> {
  if (link || confirm) {
    const path = link ? '/me/identities' : '/auth/confirm/identity'
    const answer = await browser.post<{ url: string }>(path, { provider: slug })
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${answer.text}`)
    return new URL(answer.body.url)
  }
  const answer = await browser.get(`/auth/oauth/${slug}/start${query}`)
  return new URL(String(answer.headers.location), 'http://localhost:3000')
}

/** Goes through a provider, with cookies there, until it sends the browser back to us. @returns the callback, below `/api/v1` */
export async function passThrough(start: URL): Promise<string> {
  const jar = new Map<string, string>()
  let at = start
  for (let step = 0; step < 10; step += 1) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(at, { redirect: 'manual', headers: cookie === '' ? {} : { cookie } })
    for (const one of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(one) ?? []
      if (value === '') jar.delete(name)
      else jar.set(name, value)
    }
    const to = answer.headers.get('location')
    if (to === null) throw new Error(`The provider answered ${answer.status}: ${await answer.text()}`)
    at = new URL(to, at)
    if (at.pathname.startsWith('/api/v1/auth/oauth/')) return at.pathname.slice('/api/v1'.length) + at.search
  }
  throw new Error('The provider sends in circles')
}

/** The whole way. @returns the page that the browser ends at */
export async function throughProvider(browser: Browser, slug: string, how: How = {}): Promise<string> {
  const answer = await browser.get(await passThrough(await setOut(browser, slug, how)))
  return String(answer.headers.location)
}
