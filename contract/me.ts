import { z } from 'zod'
import { locales, passwordInput } from './auth.ts'
import { idParams, pageOf, pageQuery, timestamp, timestampInput } from './common.ts'
import { endpoint } from './endpoint.ts'
import { keyView } from './keys.ts'
import { permissions, roles } from './roles.ts'
import { securityGroupNames } from './security-groups.ts'

const themes = ['light', 'dark', 'system'] as const
/** Names of pages in the sidebar. The console decides what they are; an unknown one hides nothing. */
const hiddenPages = z.array(z.string().regex(/^[a-z][a-zA-Z]{0,31}$/)).max(40)

export const preferencesView = z.object({
  locale: z.enum(locales).nullable(),
  timeZone: z.string().nullable(),
  theme: z.enum(themes),
  sidebar: z.object({ hidden: z.array(z.string()) }),
})

export const meView = z.object({
  id: z.string(),
  username: z.string(),
  nickname: z.string().nullable(),
  email: z.string().nullable(),
  emailVerified: z.boolean(),
  operator: z.boolean(),
  profileComplete: z.boolean(),
  locale: z.enum(locales).nullable(),
  timeZone: z.string().nullable(),
  theme: z.enum(themes),
  avatarUrl: z.string().nullable(),
  createdAt: timestamp,
  /** False of who signs in another way, and may set a first one. */
  hasPassword: z.boolean(),
})

/** What proves somebody who signs in, and what does so in the second step. */
export const signInMethods = ['password', 'passkey', 'identity'] as const
export const secondFactors = ['totp', 'recovery_code', 'passkey', 'trusted_device'] as const

/** One line of the person's security log. It keeps the address, and says so (promise 10). */
export const securityEvent = z.object({
  id: z.string(),
  at: timestamp,
  act: z.string(),
  /** What the API key, access token or passkey is called now that it was done to; null for every other act, and for one that is no longer theirs to see. */
  targetName: z.string().nullable(),
  outcome: z.enum(['ok', 'refused']),
  /** By what somebody signed in, and what went with it; null for every other act. */
  method: z.enum(signInMethods).nullable(),
  secondFactor: z.enum(secondFactors).nullable(),
  /** Why it was refused: the code of the error that was answered, or `locked`. */
  reason: z.string().nullable(),
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
  requestId: z.string(),
})

/** A browser that is signed in as me. It keeps the address, as the security log does. */
export const sessionRow = z.object({
  id: z.string(),
  /** The one that asks. */
  current: z.boolean(),
  createdAt: timestamp,
  /** To the minute. */
  lastSeenAt: timestamp,
  /** When it ends by itself, if it is not used again. */
  endsAt: timestamp,
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
})

/** What an account is guarded by, counted as it is now. */
export const securityState = z.object({
  emails: z.object({ count: z.number().int(), unverified: z.number().int() }),
  /** Null of who has no password. */
  passwordChangedAt: timestamp.nullable(),
  /** Those that still work. */
  accessTokens: z.number().int(),
  passkeys: z.number().int(),
  twoFactor: z.object({ enabled: z.boolean(), recoveryCodesLeft: z.number().int() }),
  identities: z.number().int(),
  sessions: z.number().int(),
})

export const me = {
  get: endpoint({
    method: 'GET',
    path: '/me',
    access: { kind: 'session' },
    summary: 'My profile',
    reply: meView,
  }),
  update: endpoint({
    method: 'PATCH',
    path: '/me',
    access: { kind: 'session' },
    summary: 'Change my profile; the first change with a nickname completes it',
    body: z.strictObject({
      nickname: z.string().max(200).optional(),
      username: z.string().max(200).optional(),
      locale: z.enum(locales).optional(),
      timeZone: z.string().max(64).optional(),
      theme: z.enum(themes).optional(),
    }),
    reply: meView,
  }),
  preferences: endpoint({
    method: 'GET',
    path: '/me/preferences',
    access: { kind: 'session' },
    summary: 'How the console is shown to me',
    reply: preferencesView,
  }),
  updatePreferences: endpoint({
    method: 'PATCH',
    path: '/me/preferences',
    access: { kind: 'session' },
    summary: 'Change only what is named of how the console is shown to me',
    body: z.strictObject({
      locale: z.enum(locales).optional(),
      timeZone: z.string().max(64).optional(),
      theme: z.enum(themes).optional(),
      sidebar: z.strictObject({ hidden: hiddenPages }).optional(),
    }),
    reply: preferencesView,
  }),
  changePassword: endpoint({
    method: 'POST',
    path: '/me/password',
    // Carries its own proof; without a password yet, a fresh confirmation is asked for instead (rules 4 and 12).
    access: { kind: 'session' },
    summary: 'Change my password, which ends my other sessions; an account without one sets its first',
    body: z.strictObject({
      currentPassword: passwordInput.optional(),
      newPassword: passwordInput,
      confirmPassword: passwordInput,
    }),
    reply: z.object({ confirmedUntil: timestamp.nullable(), endedSessions: z.number().int() }),
  }),
  setAvatar: endpoint({
    method: 'PUT',
    path: '/me/avatar',
    access: { kind: 'session' },
    summary:
      'Set my picture: a PNG in base64, 8 bits a channel, at most 512 pixels a side. It is decoded and encoded anew; nothing but its pixels is kept',
    body: z.strictObject({ image: z.string().max(2_000_000) }),
    reply: meView,
    bodyBytes: 2_100_000,
  }),
  removeAvatar: endpoint({
    method: 'DELETE',
    path: '/me/avatar',
    access: { kind: 'session' },
    summary: 'Remove my picture',
    reply: meView,
  }),
  avatar: endpoint({
    method: 'GET',
    path: '/avatars/{id}',
    access: { kind: 'session' },
    summary: 'The picture of somebody who shares an organization with me, as `image/png`',
    params: idParams,
    reply: z.unknown(),
  }),
  organizations: endpoint({
    method: 'GET',
    path: '/me/organizations',
    access: { kind: 'session' },
    summary: 'The organizations that I belong to, the personal one first',
    reply: z.object({
      items: z.array(
        z.object({
          id: z.string(),
          slug: z.string(),
          name: z.string(),
          personal: z.boolean(),
          role: z.enum(roles),
          can: z.array(z.enum(permissions)),
          /** It requires a second factor of its members, which this session lacks: nothing of it is shown before. */
          twoFactorMissing: z.boolean(),
        }),
      ),
    }),
  }),
  keys: endpoint({
    method: 'GET',
    path: '/me/keys',
    access: { kind: 'session' },
    summary: 'The API keys that I made, in every organization',
    query: z.strictObject({ ...pageQuery, q: z.string().max(20_000).optional() }),
    reply: pageOf(keyView),
  }),
  sessions: endpoint({
    method: 'GET',
    path: '/me/sessions',
    access: { kind: 'session' },
    summary: 'Browsers that are signed in as me',
    query: z.strictObject({ ...pageQuery }),
    reply: pageOf(sessionRow),
  }),
  endSession: endpoint({
    method: 'DELETE',
    path: '/me/sessions/{id}',
    access: { kind: 'session' },
    summary: 'End one of my sessions, at once; this one is a sign-out',
    params: idParams,
    reply: null,
  }),
  endOtherSessions: endpoint({
    method: 'DELETE',
    path: '/me/sessions',
    access: { kind: 'session' },
    summary: 'End all my sessions but this one, at once',
    reply: z.object({ endedSessions: z.number().int() }),
  }),
  security: endpoint({
    method: 'GET',
    path: '/me/security',
    access: { kind: 'session' },
    summary:
      'What guards my account, counted: addresses, password, tokens, passkeys, second factor, sessions',
    reply: securityState,
  }),
  securityLog: endpoint({
    method: 'GET',
    path: '/me/security-log',
    access: { kind: 'session' },
    summary: 'What happened around my sign-ins and credentials',
    query: z.strictObject({
      ...pageQuery,
      group: z.enum(securityGroupNames).optional(),
      outcome: z.enum(['ok', 'refused']).optional(),
      from: timestampInput.optional(),
      /** Before this moment. */
      to: timestampInput.optional(),
    }),
    reply: pageOf(securityEvent),
  }),
}
