import { z } from 'zod'
import { passwordInput } from './auth.ts'
import { idParams, timestamp } from './common.ts'
import { endpoint } from './endpoint.ts'

const emailInput = z.string().max(320)
const tokenInput = z.string().min(1).max(200)
const session = { kind: 'session' } as const
const confirmed = { kind: 'session', confirm: true } as const

export const emailView = z.object({
  id: z.string(),
  address: z.string(),
  /** Where mails go. */
  primary: z.boolean(),
  /** When it was proven; null: not yet, and good for nothing until then. */
  verifiedAt: timestamp.nullable(),
  createdAt: timestamp,
})

/** Addresses of a person, and what links in mails do. */
export const emails = {
  list: endpoint({
    method: 'GET',
    path: '/me/emails',
    access: session,
    summary: 'My e-mail addresses, the primary one first',
    reply: z.object({ items: z.array(emailView) }),
  }),
  add: endpoint({
    method: 'POST',
    path: '/me/emails',
    access: confirmed,
    summary: 'Add an address and write to it; answers alike whether or not the address is known',
    body: z.strictObject({ email: emailInput }),
    reply: emailView,
    status: 201,
  }),
  makePrimary: endpoint({
    method: 'PATCH',
    path: '/me/emails/{id}',
    access: confirmed,
    summary:
      'Make a verified address the primary one. Ends my other sessions; the old one is told and can undo it for 7 days',
    params: idParams,
    body: z.strictObject({ primary: z.literal(true) }),
    reply: emailView,
  }),
  remove: endpoint({
    method: 'DELETE',
    path: '/me/emails/{id}',
    access: confirmed,
    summary: 'Remove an address; a verified one is told and can undo it for 7 days',
    params: idParams,
    reply: null,
  }),
  resend: endpoint({
    method: 'POST',
    path: '/me/emails/{id}/resend',
    access: session,
    summary: 'Write again to an address that is not proven; the link before is good no more',
    params: idParams,
    reply: null,
  }),
  verify: endpoint({
    method: 'POST',
    path: '/auth/email/verify',
    access: { kind: 'public' },
    summary: 'Prove an address by the link that was written to it',
    body: z.strictObject({ token: tokenInput }),
    reply: z.object({ email: z.string() }),
  }),
  undo: endpoint({
    method: 'POST',
    path: '/auth/email/undo',
    access: { kind: 'public' },
    summary:
      'Put an address back by the link that was written to it: ends all sessions and sends a link for a new password',
    body: z.strictObject({ token: tokenInput }),
    reply: z.object({ email: z.string() }),
  }),
  forgotPassword: endpoint({
    method: 'POST',
    path: '/auth/password/forgot',
    access: { kind: 'public' },
    summary: 'Ask for a link to choose a new password; answers alike whether or not the address is known',
    body: z.strictObject({ email: emailInput }),
    reply: null,
  }),
  checkReset: endpoint({
    method: 'POST',
    path: '/auth/password/reset/check',
    access: { kind: 'public' },
    summary: 'Whether a link for a new password would do now, without using it up',
    body: z.strictObject({ token: tokenInput }),
    reply: z.object({ usable: z.boolean() }),
  }),
  resetPassword: endpoint({
    method: 'POST',
    path: '/auth/password/reset',
    access: { kind: 'public' },
    summary: 'Choose a new password by the link that was mailed: ends all sessions, and does not sign in',
    body: z.strictObject({ token: tokenInput, password: passwordInput }),
    reply: null,
  }),
}
