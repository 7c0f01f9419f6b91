import { z } from 'zod'
import { timestamp } from './common.ts'
import { roles } from './roles.ts'

export const accountView = z.object({
  id: z.string(),
  username: z.string(),
  nickname: z.string().nullable(),
  email: z.string().nullable(),
  emailVerified: z.boolean(),
  avatarUrl: z.string().nullable(),
  operator: z.boolean(),
  disabled: z.boolean(),
  createdAt: timestamp,
  lastSignInAt: timestamp.nullable(),
})

/** An account in the list. */
export const accountRow = accountView.extend({
  /** How many organizations it belongs to. */
  organizations: z.number().int(),
})

/** An account with what an operator wants to know before acting on it. */
export const accountDetail = accountRow.extend({
  disabledAt: timestamp.nullable(),
  /** Whether signing in asks for a second factor. */
  twoFactor: z.boolean(),
  /** Whether there is a password. */
  password: z.boolean(),
  passkeys: z.number().int(),
  /** The names of the providers that are linked. */
  linked: z.array(z.string()),
  /** Whether nobody signs in before a new password is chosen. */
  passwordDue: z.boolean(),
  profileComplete: z.boolean(),
  locale: z.string().nullable(),
  timeZone: z.string().nullable(),
  /** Browsers that are signed in. */
  sessions: z.number().int(),
  /** API keys that are not revoked, switched off or expired; they call only while the account is enabled. */
  keys: z.number().int(),
  /** When any of its keys was used last. */
  keyLastUsedAt: timestamp.nullable(),
  /** Where it belongs, in the order of joining; the first 100. */
  memberships: z.array(
    z.object({
      organizationId: z.string(),
      slug: z.string(),
      name: z.string(),
      /** Whether it is the account's own. */
      personal: z.boolean(),
      role: z.enum(roles),
      /** Nobody else who is enabled owns it. */
      onlyOwner: z.boolean(),
      /** As above, of this organization. */
      keys: z.number().int(),
    }),
  ),
})

/** Which accounts a list shows. */
export const accountGroups = ['enabled', 'disabled', 'operators'] as const
