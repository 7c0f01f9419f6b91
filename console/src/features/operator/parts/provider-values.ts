import type { MappingRule } from '../../../../../contract/operator-providers.ts'
import type { NewProvider, Provider, ProviderChanges } from '../provider-queries.ts'

/** What the form of an identity provider holds. */
export type ProviderValues = {
  kind: string
  slug: string
  name: string
  icon: string
  issuer: string
  clientId: string
  clientSecret: string
  scopes: string
  signUp: string
  domains: string[]
  trustEmail: boolean
  mapping: MappingRule[]
  enabled: boolean
}

export const githubIssuer = 'https://github.com'
export const emptyProvider: ProviderValues = {
  ...{ kind: 'github', slug: 'github', name: 'GitHub', icon: 'github', issuer: githubIssuer },
  ...{ clientId: '', clientSecret: '', scopes: '', signUp: 'off', domains: [], trustEmail: false },
  ...{ mapping: [], enabled: true },
}

export const emptyRule: MappingRule = { claim: '', value: '', organizationId: '', role: 'member' }

export function valuesOf(provider: Provider): ProviderValues {
  const { kind, slug, name, icon, issuer, clientId, scopes, signUp, domains, trustEmail, enabled } = provider
  return {
    ...{ kind, slug, name, icon, issuer, clientId, clientSecret: '', scopes, signUp, trustEmail, enabled },
    ...{ domains: [...domains], mapping: provider.mapping.map((rule) => ({ ...rule })) },
  }
}

const plain = (values: ProviderValues) => ({
  name: values.name.trim(),
  icon: values.icon as Provider['icon'],
  issuer: values.issuer.trim(),
  clientId: values.clientId.trim(),
  signUp: values.signUp as Provider['signUp'],
  domains: values.domains,
  trustEmail: values.trustEmail,
  mapping: values.mapping.map(({ claim, value, organizationId, role }) => ({
    ...{ claim: claim.trim(), value: value.trim(), organizationId, role },
  })),
  enabled: values.enabled,
  ...(values.scopes.trim() === '' ? {} : { scopes: values.scopes.trim() }),
  ...(values.clientSecret.trim() === '' ? {} : { clientSecret: values.clientSecret.trim() }),
})

export const toNew = (values: ProviderValues): NewProvider => ({
  ...plain(values),
  kind: values.kind === 'github' ? 'github' : 'oidc',
  slug: values.slug.trim(),
})

/** Only what differs (promise 9); a secret that was left empty stays. */
export function toChanges(values: ProviderValues, before: Provider): ProviderChanges {
  const was: Record<string, unknown> = { ...before, clientSecret: undefined }
  const entries = Object.entries(plain(values))
  return Object.fromEntries(
    entries.filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(was[name])),
  )
}
