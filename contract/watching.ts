import { z } from 'zod'
import { idParams, timestamp } from './common.ts'
import { endpoint } from './endpoint.ts'

/** A sign-in from a browser that the account did not know. It keeps the address, as the security log does. */
export const signInNotice = z.object({
  id: z.string(),
  at: timestamp,
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
})

/** Sign-ins that the person is asked about, and what locks the account when one was not theirs. */
export const watching = {
  notices: endpoint({
    method: 'GET',
    path: '/me/sign-in-notices',
    access: { kind: 'session' },
    summary:
      'Sign-ins from new browsers that I have not answered yet, the newest first; never those of this browser, and none where this one is new itself',
    reply: z.object({ items: z.array(signInNotice) }),
  }),
  answerNotice: endpoint({
    method: 'POST',
    path: '/me/sign-in-notices/{id}',
    // Saying that it was not me asks for a fresh confirmation: it hands out a link for a new password.
    access: { kind: 'session' },
    summary:
      'Say whether a sign-in was mine. If not, the account is locked: every session ends, access tokens are revoked, and a new password is needed; the reply holds what sets it',
    params: idParams,
    body: z.strictObject({ mine: z.boolean() }),
    reply: z.object({ resetToken: z.string().nullable() }),
  }),
  lockdown: endpoint({
    method: 'POST',
    path: '/auth/lockdown',
    access: { kind: 'public' },
    summary:
      'Lock my account with the link of the mail about a new sign-in: every session ends, access tokens are revoked, and a new password is needed; the reply holds what sets it',
    body: z.strictObject({ token: z.string().min(1).max(200) }),
    reply: z.object({ resetToken: z.string() }),
  }),
}
