import type { SessionView } from '../../../contract/auth.ts'
import type { Person } from './accounts.ts'

const iso = (ms: number): string => new Date(ms).toISOString()

/** Where a person's picture is, for who may see it. */
export function avatarUrl(avatarId: string | null): string | null {
  return avatarId === null ? null : `/api/v1/avatars/${avatarId}`
}

/** The public shape of the signed-in person. */
export function presentAccount(person: Person): SessionView['account'] {
  return {
    id: person.id,
    username: person.username,
    nickname: person.nickname,
    email: person.email,
    emailVerified: person.email_verified_at !== null,
    operator: person.operator === 1,
    profileComplete: person.profile_completed_at !== null,
    locale: person.locale as SessionView['account']['locale'],
    timeZone: person.time_zone,
    avatarUrl: avatarUrl(person.avatar_id),
    hiddenPages: JSON.parse(person.hidden_pages) as string[],
  }
}

/** The profile page: the same and what only it shows. */
export function presentMe(person: Person) {
  return {
    ...presentAccount(person),
    theme: person.theme as 'light' | 'dark' | 'system',
    createdAt: iso(person.created_at),
    hasPassword: person.password_at !== null,
  }
}

/** How the console is shown to the person. */
export function presentPreferences(person: Person) {
  const { locale, timeZone, hiddenPages } = presentAccount(person)
  return { locale, timeZone, theme: presentMe(person).theme, sidebar: { hidden: hiddenPages } }
}

/** What the operator sees of a person. */
export function presentForOperator(person: Person) {
  return {
    id: person.id,
    username: person.username,
    nickname: person.nickname,
    email: person.email,
    emailVerified: person.email_verified_at !== null,
    avatarUrl: presentAccount(person).avatarUrl,
    operator: person.operator === 1,
    disabled: person.disabled_at !== null,
    createdAt: iso(person.created_at),
    lastSignInAt: person.last_sign_in_at === null ? null : iso(person.last_sign_in_at),
  }
}
