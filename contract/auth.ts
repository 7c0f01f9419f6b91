import { z } from 'zod'
import { timestamp } from './common.ts'
import { endpoint } from './endpoint.ts'
import { providerOffer } from './identities.ts'
import { passkeyAssertion } from './passkey-proof.ts'

export const locales = ['en', 'zh'] as const
export const registrationModes = ['open', 'invite', 'closed'] as const

// Lengths are generous here; the rules themselves (rule 1 to 3) answer with their own codes.
export const passwordInput = z.string().max(4096)
/** A code of an authenticator, spaces allowed. */
export const codeInput = z.string().max(64)
export const recoveryCodeInput = z.string().max(200)
const usernameInput = z.string().max(200)
const emailInput = z.string().max(320)

/** What signing in, signing up and looking at the session answer. */
export const sessionView = z.object({
  account: z.object({
    id: z.string(),
    username: z.string(),
    nickname: z.string().nullable(),
    email: z.string().nullable(),
    emailVerified: z.boolean(),
    operator: z.boolean(),
    profileComplete: z.boolean(),
    locale: z.enum(locales).nullable(),
    timeZone: z.string().nullable(),
    /** Where the picture is, on this origin; null where there is none. */
    avatarUrl: z.string().nullable(),
    /** Pages that the person hides in the sidebar. */
    hiddenPages: z.array(z.string()),
  }),
  personalOrganization: z.object({ id: z.string(), slug: z.string() }),
  confirmedUntil: timestamp.nullable(),
})
export type SessionView = z.infer<typeof sessionView>

/**
 * How a person proves who they are; where a second factor is enrolled, the password is none of the ways to confirm. `identity`, signing in
 * at a linked provider again, confirms for who has nothing else.
 */
export const proofMethods = ['password', 'totp', 'recovery_code', 'passkey', 'identity'] as const
export type ProofMethod = (typeof proofMethods)[number]

/** What signing in answers where a second factor is awaited: no session yet, and a cookie for this one step. */
export const secondFactorNext = z.object({
  next: z.literal('second_factor'),
  methods: z.array(z.enum(proofMethods)),
})

export const auth = {
  methods: endpoint({
    method: 'GET',
    path: '/auth/methods',
    access: { kind: 'public' },
    summary: 'What this installation offers for signing in and up',
    reply: z.object({
      setupNeeded: z.boolean(),
      registration: z.enum(registrationModes),
      /** Whether passwords sign in; where not, nobody signs up with one either. */
      password: z.boolean(),
      passwordMinLength: z.number().int(),
      passkeys: z.boolean(),
      providers: z.array(providerOffer),
    }),
  }),
  setup: endpoint({
    method: 'POST',
    path: '/setup',
    access: { kind: 'public' },
    summary: 'Make the first operator, with the one-time link that the server printed',
    body: z.strictObject({
      token: z.string().max(200),
      username: usernameInput,
      email: emailInput,
      password: passwordInput,
    }),
    reply: sessionView,
    status: 201,
  }),
  signUp: endpoint({
    method: 'POST',
    path: '/auth/sign-up',
    access: { kind: 'public' },
    summary: 'Make an account; answers alike whether or not the address is known',
    body: z.strictObject({
      username: usernameInput,
      email: emailInput,
      password: passwordInput,
      nickname: z.string().max(200).optional(),
      invitation: z.string().max(200).optional(),
    }),
    reply: sessionView,
    status: 201,
  }),
  checkInvitation: endpoint({
    method: 'POST',
    path: '/auth/invitation',
    access: { kind: 'public' },
    summary: 'Whether an invitation would do now, without using it up; why it would not is told to nobody',
    body: z.strictObject({ token: z.string().max(200) }),
    reply: z.object({ usable: z.boolean() }),
  }),
  signIn: endpoint({
    method: 'POST',
    path: '/auth/sign-in',
    access: { kind: 'public' },
    summary: 'Sign in with a username or a verified e-mail address, and the password',
    body: z.strictObject({
      username: usernameInput.optional(),
      email: emailInput.optional(),
      password: passwordInput,
    }),
    reply: z.union([sessionView, secondFactorNext]),
  }),
  signOut: endpoint({
    method: 'POST',
    path: '/auth/sign-out',
    access: { kind: 'session' },
    summary: 'End this session',
    reply: null,
  }),
  session: endpoint({
    method: 'GET',
    path: '/auth/session',
    access: { kind: 'session' },
    summary: 'Who is signed in here',
    reply: sessionView,
  }),
  confirm: endpoint({
    method: 'POST',
    path: '/auth/confirm',
    access: { kind: 'session' },
    summary:
      'Prove yourself again for a dangerous act, by one of the methods that its refusal named; lasts ten minutes in this session and renews its cookie',
    body: z.strictObject({
      password: passwordInput.optional(),
      code: codeInput.optional(),
      recoveryCode: recoveryCodeInput.optional(),
      passkey: passkeyAssertion.optional(),
    }),
    reply: z.object({ confirmedUntil: timestamp }),
  }),
}
