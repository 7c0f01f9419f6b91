import type { Role } from '../../contract/roles.ts'
import { addMembership } from '../areas/organizations/index.ts'
import { randomText } from '../lib/secret.ts'
import { type MadeAccount, makeAccount } from './make-account.ts'
import type { TestApp } from './test-app.ts'

export type MadeOrganization = { id: string; slug: string; owner: MadeAccount }

/** Another organization of a person, made through the front door. Its wallet is empty. */
export async function makeOrganization(
  app: TestApp,
  owner?: MadeAccount,
  input: { name?: string; slug?: string } = {},
): Promise<MadeOrganization> {
  const person = owner ?? (await makeAccount(app))
  const slug = input.slug ?? `o-${randomText(10)}`
  const body = { name: input.name ?? `Organization ${slug}`, slug }
  const answer = await person.browser.post<{ id: string; slug: string }>('/orgs', body)
  if (answer.status !== 201)
    throw new Error(`Making an organization answered ${answer.status}: ${answer.text}`)
  return { id: answer.body.id, slug: answer.body.slug, owner: person }
}

/** Makes an account a member: there is no route for it yet. */
export async function addMember(
  app: TestApp,
  organization: { id: string },
  account: { accountId: string },
  role: Role,
): Promise<void> {
  await addMembership(app.testStore.store.db, {
    organizationId: organization.id,
    accountId: account.accountId,
    role,
    now: app.clock.now(),
  })
}
