import type { KeyView } from '../../contract/keys.ts'
import { type MadeAccount, makeAccount } from './make-account.ts'
import type { TestApp } from './test-app.ts'

export type MadeKey = {
  id: string
  /** The only copy. */
  secret: string
  organizationId: string
  slug: string
  owner: MadeAccount
}

/** An API key made through the front door, in the owner's personal organization where no other is given. */
export async function makeKey(
  app: TestApp,
  input: {
    owner?: MadeAccount | undefined
    organization?: { id: string; slug: string } | undefined
    /** What the body of the call says beside a name. */
    body?: Record<string, unknown>
  } = {},
): Promise<MadeKey> {
  const owner = input.owner ?? (await makeAccount(app))
  const organization = input.organization ?? { id: owner.organizationId, slug: owner.slug }
  const body = { name: 'a key of the tests', ...input.body }
  const answer = await owner.browser.post<{ key: KeyView; secret: string }>(
    `/orgs/${organization.slug}/keys`,
    body,
  )
  if (answer.status !== 201) throw new Error(`Making a key answered ${answer.status}: ${answer.text}`)
  const { key, secret } = answer.body
  return { id: key.id, secret, organizationId: organization.id, slug: organization.slug, owner }
}
