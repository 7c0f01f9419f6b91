import type { MappingRule } from '../../../../../contract/operator-providers.ts'
import { mappedRoles } from '../../../../../contract/provider-kinds.ts'
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
  mapping: string
  enabled: boolean
}

export const githubIssuer = 'https://github.com'
export const emptyProvider: ProviderValues = {
  ...{ kind: 'github', slug: 'github', name: 'GitHub', icon: 'github', issuer: githubIssuer },
  ...{ clientId: '', clientSecret: '', scopes: '', signUp: 'off', domains: [], trustEmail: false },
  ...{ mapping: '', enabled: true },
}

const written = ({ claim, value, organizationId, role }: MappingRule): string =>
  `${claim}=${value} ${organizationId} ${role}`

/** Rules as they are typed, one a line; or the number of the first line that is none. */
export function readMapping(text: string): { rules: MappingRule[] } | { wrong: number } {
  const rules: MappingRule[] = []
  for (const [at, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const found = /^([^\s=]+)\s*=\s*(.+?)[\s,]+(org_\w+)[\s,]+(\w+)$/.exec(line.trim())
    const role = mappedRoles.find((one) => one === found?.[4])
    if (!found || !role) return { wrong: at + 1 }
    const [, claim = '', value = '', organizationId = ''] = found
    rules.push({ claim, value, organizationId, role })
  }
  return { rules }
}

export function valuesOf(provider: Provider): ProviderValues {
  const { kind, slug, name, icon, issuer, clientId, scopes, signUp, domains, trustEmail, enabled } = provider
  return {
    ...{ kind, slug, name, icon, issuer, clientId, clientSecret: '', scopes, signUp, trustEmail, enabled },
    ...{ domains: [...domains], mapping: provider.mapping.map(written).join('\n') },
  }
}

const plain = (values: ProviderValues) => {
  const read = readMapping(values.mapping)
  return {
    name: values.name.trim(),
    icon: values.icon as Provider['icon'],
    issuer: values.issuer.trim(),
    clientId: values.clientId.trim(),
    signUp: values.signUp as Provider['signUp'],
    domains: values.domains,
    trustEmail: values.trustEmail,
    mapping: 'rules' in read ? read.rules : [],
    enabled: values.enabled,
    ...(values.scopes.trim() === '' ? {} : { scopes: values.scopes.trim() }),
    ...(values.clientSecret.trim() === '' ? {} : { clientSecret: values.clientSecret.trim() }),
  }
}

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
