import { newId } from '../../server/lib/id.ts'
import type { TestApp } from '../../server/testing/index.ts'

/** Two providers, and what Ada has bound. Their real addresses are written in by hand: here there may be no network. @returns the id of one */
export async function addIdentities(app: TestApp, accountId: string, today: number): Promise<string> {
  const { db } = app.testStore.store
  const at = today - 20 * 86_400_000
  const github = newId('idp', at)
  const keycloak = newId('idp', at + 1)
  const plain = {
    ...{ client_secret: null, client_secret_hint: '…4f2a', domains: '[]', trust_email: 0, mapping: '[]' },
    ...{ enabled: 1, deleted_at: null, created_at: at, updated_at: at },
  }
  await db
    .insertInto('identity_providers')
    .values([
      {
        ...{ id: github, slug: 'github', kind: 'github', name: 'GitHub', icon: 'github' },
        ...{ issuer: 'https://github.com', client_id: 'Iv1.5c0ffee', scopes: 'read:user user:email' },
        ...{ sign_up: 'invite', ...plain },
      },
      {
        ...{ id: keycloak, slug: 'staff', kind: 'oidc', name: 'Acme SSO', icon: 'keycloak' },
        ...{ issuer: 'https://sso.example.com/realms/acme', client_id: 'portico' },
        ...{ scopes: 'openid profile email', sign_up: 'open', ...plain },
      },
    ])
    .execute()
  await db
    .insertInto('identities')
    .values({
      ...{ id: newId('idn', at + 2), account_id: accountId, provider_id: github },
      ...{ issuer: 'https://github.com', subject: '583231', label: 'ada@example.com' },
      ...{ created_at: at, last_used_at: today - 3_600_000 },
    })
    .execute()
  return keycloak
}
