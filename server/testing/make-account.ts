import { randomText } from '../lib/secret.ts'
import type { Browser } from './browser.ts'
import type { TestApp } from './test-app.ts'

export type MadeAccount = {
  /** Signed in, its confirmation fresh. */
  browser: Browser
  accountId: string
  username: string
  email: string
  password: string
  /** Of the personal organization. */
  organizationId: string
  slug: string
}

type Signed = { account: { id: string }; personalOrganization: { id: string; slug: string } }

/**
 * A person who signed up through the front door; registration must be open. An operator is made by hand in the store, since the front
 * door makes only the first one.
 */
export async function makeAccount(
  app: TestApp,
  input: { username?: string; email?: string; password?: string; operator?: boolean } = {},
): Promise<MadeAccount> {
  const username = input.username ?? `u${randomText(8)}`
  const email = input.email ?? `${username}@example.com`
  const password = input.password ?? `quiet harbour ${randomText(10)}`
  const browser = app.browser()
  const answer = await browser.post<Signed>('/auth/sign-up', { username, email, password })
  if (answer.status !== 201) throw new Error(`Signing up answered ${answer.status}: ${answer.text}`)
  const { account, personalOrganization } = answer.body
  if (input.operator === true) {
    await app.testStore.store.db
      .updateTable('accounts')
      .set({ operator: 1 })
      .where('id', '=', account.id)
      .execute()
  }
  const { id: organizationId, slug } = personalOrganization
  return { browser, accountId: account.id, username, email, password, organizationId, slug }
}
