import { z } from 'zod'
import { codeInput, passwordInput, recoveryCodeInput, sessionView } from './auth.ts'
import { idParams, pageOf, pageQuery, timestamp } from './common.ts'
import { endpoint } from './endpoint.ts'
import { passkeyAssertion } from './passkey-proof.ts'

/** A browser in which the second step of signing in is left out for thirty days. It keeps the address, as the security log does. */
export const trustedDevice = z.object({
  id: z.string(),
  /** The one that asks. */
  current: z.boolean(),
  createdAt: timestamp,
  lastUsedAt: timestamp,
  expiresAt: timestamp,
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
})

/** What every change of a factor answers: other sessions have ended, this one goes on under a new cookie. */
const changed = {
  enabled: z.boolean(),
  recoveryCodesLeft: z.number().int(),
  confirmedUntil: timestamp.nullable(),
  endedSessions: z.number().int(),
}
/** The account password and a current code (rule 20); without a password, a fresh confirmation and the code. */
const ownProof = z.strictObject({ password: passwordInput.optional(), code: codeInput })

export const secondFactor = {
  signIn: endpoint({
    method: 'POST',
    path: '/auth/second-factor',
    access: { kind: 'public' },
    summary:
      'The second step of signing in, with a code of the authenticator, a recovery code or a passkey; it goes with the cookie that the first step set',
    body: z.strictObject({
      code: codeInput.optional(),
      recoveryCode: recoveryCodeInput.optional(),
      passkey: passkeyAssertion.optional(),
      trustDevice: z.boolean().optional(),
    }),
    reply: sessionView,
  }),
  get: endpoint({
    method: 'GET',
    path: '/me/totp',
    access: { kind: 'session' },
    summary: 'Whether I sign in with an authenticator, and how many recovery codes are left',
    reply: z.object({
      enabled: z.boolean(),
      enabledAt: timestamp.nullable(),
      recoveryCodesLeft: z.number().int(),
    }),
  }),
  begin: endpoint({
    method: 'POST',
    path: '/me/totp',
    access: { kind: 'session', confirm: true },
    summary:
      'Begin to set up an authenticator; nothing of it has effect before its first code, and what is live stays as it is until then',
    reply: z.object({
      secret: z.string(),
      otpauthUrl: z.string(),
      recoveryCodes: z.array(z.string()),
      expiresAt: timestamp,
    }),
  }),
  complete: endpoint({
    method: 'POST',
    path: '/me/totp/confirm',
    // Carries its own proof, and goes only with a set-up that this very session began after a confirmation.
    access: { kind: 'session' },
    summary: 'Make the authenticator and its recovery codes live, with one code of it',
    body: z.strictObject({ code: codeInput }),
    reply: z.object(changed),
  }),
  disable: endpoint({
    method: 'DELETE',
    path: '/me/totp',
    access: { kind: 'session' },
    summary: 'Turn the second factor off, with the account password and a current code',
    body: ownProof,
    reply: z.object(changed),
  }),
  renewRecoveryCodes: endpoint({
    method: 'POST',
    path: '/me/recovery-codes',
    access: { kind: 'session' },
    summary: 'Ten new recovery codes, which kill the old ones; with the account password and a current code',
    body: ownProof,
    reply: z.object({ ...changed, recoveryCodes: z.array(z.string()) }),
  }),
  trustedDevices: endpoint({
    method: 'GET',
    path: '/me/trusted-devices',
    access: { kind: 'session' },
    summary: 'Browsers in which I am not asked for the second step',
    query: z.strictObject({ ...pageQuery }),
    reply: pageOf(trustedDevice),
  }),
  forgetTrustedDevice: endpoint({
    method: 'DELETE',
    path: '/me/trusted-devices/{id}',
    access: { kind: 'session' },
    summary: 'Ask for the second step again in a browser',
    params: idParams,
    reply: null,
  }),
}
