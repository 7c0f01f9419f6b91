/** What a provider says of a person beyond who they are. */
export type Claims = {
  email: string | null
  /** Whether the provider says that the mailbox is the person's. */
  emailVerified: boolean
  username: string | null
  name: string | null
  /** Everything, for what the operator maps. */
  all: Record<string, unknown>
}

/** Who somebody is, proven by their provider; the rest is asked for where it is needed. */
export type ProvenIdentity = {
  issuer: string
  subject: string
  /** How long before its answer the provider had the person sign in; null where it does not say. */
  askedMsAgo: number | null
  claims(): Promise<Claims>
}

const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 320) : null

/** Claims of OpenID Connect (Core 1.0, section 5.1). `email_verified` counts as the yes that it must be, never as a text. */
export function readClaims(all: Record<string, unknown>): Claims {
  return {
    email: textOf(all.email),
    emailVerified: all.email_verified === true,
    username: textOf(all.preferred_username) ?? textOf(all.nickname),
    name: textOf(all.name),
    all,
  }
}

/** What the person is called at the provider, for Account Binding: one line that can be seen, shortened. */
export function labelOf({ email, username, name }: Claims, subject: string): string {
  const label = email ?? username ?? name ?? subject
  return label.replaceAll(/[\p{C}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, ' ').slice(0, 200)
}

/** Names that may become a username, the nicest first; each is still checked, and may be taken. */
export function usernamesFrom({ email, username, name }: Claims): string[] {
  const sources = [username, email?.slice(0, email.lastIndexOf('@')), name, 'user']
  const plain = sources.map((source) =>
    (source ?? '')
      .normalize('NFKD')
      .replaceAll(/\p{M}/gu, '')
      .replace(/@.*$/, '')
      .replaceAll(/[^a-zA-Z0-9._-]+/g, '-')
      .replaceAll(/^[._-]+|[._-]+$/g, '')
      .slice(0, 32)
      .replaceAll(/[._-]+$/g, ''),
  )
  return [...new Set(plain.filter((one) => one !== ''))]
}

/** Whether a claim has a value: as itself, or among others. */
export function claimHas(all: Record<string, unknown>, claim: string, value: string): boolean {
  const said: unknown = Object.hasOwn(all, claim) ? all[claim] : undefined
  return [said].flat().some((one) => typeof one !== 'object' && one !== undefined && String(one) === value)
}
