import type { ProviderOffer } from '../../../../contract/identities.ts'
import { providerIcons, providerSignUps } from '../../../../contract/provider-kinds.ts'
import type { Config } from '../../../config.ts'
import type { IdentityProviderRow } from '../../../db/schema.ts'
import type { Db } from '../../../db/store.ts'
import type { SecretBox } from '../../../lib/secret-box.ts'
import { identityFailed, providerUnknown } from './errors.ts'

export type Provider = IdentityProviderRow
type SignUp = ProviderOffer['signUp']

/** Where the provider sends browsers back to: made of the public URL only, never of a header. */
export function callbackUrl({ publicUrl }: Pick<Config, 'publicUrl'>, slug: string): string {
  return `${publicUrl}/api/v1/auth/oauth/${slug}/callback`
}

/** What a client secret is sealed for: this provider at this host. It opens for no other (rule 38). */
export function secretPlace({ id, issuer }: Pick<Provider, 'id' | 'issuer'>): string {
  return `identity-provider:${id}:${new URL(issuer).origin}`
}

/** @throws identityFailed where no master key opens it. */
export function openSecret(secretBox: SecretBox, provider: Provider): string | null {
  if (provider.client_secret === null) return null
  try {
    return secretBox.open(provider.client_secret, secretPlace(provider))
  } catch {
    throw identityFailed(`the client secret of ${provider.id} cannot be opened`)
  }
}

const offered = (db: Db) =>
  db.selectFrom('identity_providers').selectAll().where('enabled', '=', 1).where('deleted_at', 'is', null)

/** A provider that is switched on, by its name in addresses. @throws providerUnknown */
export async function offeredProvider(db: Db, slug: string): Promise<Provider> {
  const row = await offered(db).where('slug', '=', slug).executeTakeFirst()
  if (!row) throw providerUnknown()
  return row
}

/** Who may make an account by a provider: what the operator said of it, at most what registration allows. */
export function signUpOf(provider: Provider, registration: 'open' | 'invite' | 'closed'): SignUp {
  if (registration === 'closed') return 'off'
  const said = providerSignUps.find((one) => one === provider.sign_up) ?? 'off'
  return said === 'open' ? registration : said
}

export const iconOf = (icon: string): ProviderOffer['icon'] =>
  providerIcons.find((one) => one === icon) ?? 'key'

/** What the sign-in page and Account Binding offer, the oldest first. */
export async function offers(db: Db, registration: 'open' | 'invite' | 'closed'): Promise<ProviderOffer[]> {
  const rows = await offered(db).orderBy('id').execute()
  return rows.map((row) => ({
    ...{ id: row.slug, name: row.name, icon: iconOf(row.icon) },
    signUp: signUpOf(row, registration),
  }))
}
