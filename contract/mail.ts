import { z } from 'zod'
import { idParams, pageOf, pageQuery, secretView, timestamp } from './common.ts'
import { endpoint } from './endpoint.ts'

const operator = { kind: 'operator' } as const
const confirmed = { kind: 'operator', confirm: true } as const

/** What is written to people; the console and the mail itself say it in words. */
export const mailKinds = [
  'verify_email',
  'password_reset',
  'password_changed',
  'email_changed',
  'email_removed',
  'email_added',
  'second_factor_enabled',
  'second_factor_disabled',
  'recovery_codes_renewed',
  'recovery_code_used',
  'new_device',
  'account_locked',
  'deletion_asked',
  'export_ready',
  'password_required',
  'identity_linked',
  'identity_unlinked',
  'passkey_added',
  'passkey_removed',
  'passkey_copied',
  'access_token_made',
  'address_restored',
  'second_factor_removed',
  'second_factor_due',
] as const
/**
 * `asked`: who it is for is looked up after the reply. `waiting`: to be sent, now or later. `claimed`, `sending`: a node is at it.
 * `uncertain`: cut off after it was handed over and before the answer; it is not sent again by itself.
 */
export const mailStates = ['asked', 'waiting', 'claimed', 'sending', 'sent', 'failed', 'uncertain'] as const
/** Why a mail was not sent, or not yet. */
export const mailProblems = [
  'unreachable',
  'timeout',
  'tls',
  'starttls_missing',
  'credential_refused',
  'sender_refused',
  'recipient_refused',
  'message_refused',
  'interrupted',
  'link_spent',
  'too_old',
  'unreadable',
  'failed',
] as const
export const mailSecurities = ['tls', 'starttls', 'none'] as const

const oneLine = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^\P{Cc}*$/u, 'Control characters are not allowed.')

export const mailSettingsView = z.object({
  /** Where it is said how to send: nowhere, in the console, or by `PORTICO_SMTP_URL`, which wins. */
  source: z.enum(['none', 'console', 'environment']),
  host: z.string().nullable(),
  port: z.number().int().nullable(),
  security: z.enum(mailSecurities).nullable(),
  username: z.string().nullable(),
  password: secretView,
  from: z.string().nullable(),
  waiting: z.number().int(),
  /** Given up, or uncertain: somebody has to look. */
  failed: z.number().int(),
})

export const mailView = z.object({
  id: z.string(),
  to: z.string(),
  kind: z.enum(mailKinds),
  state: z.enum(mailStates),
  problem: z.enum(mailProblems).nullable(),
  attempts: z.number().int(),
  /** Whose; null where nobody knows yet. */
  account: z.object({ id: z.string(), username: z.string() }).nullable(),
  /** Whether it holds a link that could be passed on in another way. */
  link: z.boolean(),
  createdAt: timestamp,
  /** When it is tried next; null where it is not. */
  nextAt: timestamp.nullable(),
  endedAt: timestamp.nullable(),
})

export const adminMail = {
  mailSettings: endpoint({
    method: 'GET',
    path: '/admin/mail',
    access: operator,
    summary: 'How mail is sent, and how much waits',
    reply: mailSettingsView,
  }),
  setMailSettings: endpoint({
    method: 'PUT',
    path: '/admin/mail',
    access: confirmed,
    summary: 'Say how mail is sent. Without a password the saved one stays, for the same host and name only',
    body: z.strictObject({
      host: oneLine(253),
      port: z.number().int().min(1).max(65_535),
      security: z.enum(mailSecurities),
      username: oneLine(320).nullable(),
      password: z.string().min(1).max(2000).optional(),
      from: oneLine(320),
    }),
    reply: mailSettingsView,
  }),
  dropMailSettings: endpoint({
    method: 'DELETE',
    path: '/admin/mail',
    access: confirmed,
    summary: 'Send no mail any more; what is to be written waits here',
    reply: mailSettingsView,
  }),
  testMail: endpoint({
    method: 'POST',
    path: '/admin/mail/test',
    access: confirmed,
    summary: 'Send a test mail to my own address, now',
    reply: z.object({ ok: z.boolean(), to: z.string(), problem: z.enum(mailProblems).nullable() }),
  }),
  mails: endpoint({
    method: 'GET',
    path: '/admin/mails',
    access: operator,
    summary: 'Mails to people, the newest first; what they say is forgotten once they are sent',
    query: z.strictObject({ ...pageQuery, state: z.enum(['open', 'failed', 'sent']).optional() }),
    reply: pageOf(mailView),
  }),
  retryMail: endpoint({
    method: 'POST',
    path: '/admin/mails/{id}/retry',
    access: operator,
    summary: 'Send a mail again that failed or is uncertain, or now what would be tried later',
    params: idParams,
    reply: mailView,
  }),
  dropMail: endpoint({
    method: 'DELETE',
    path: '/admin/mails/{id}',
    access: confirmed,
    summary: 'Forget a mail, sent or not',
    params: idParams,
    reply: null,
  }),
  showMailLink: endpoint({
    method: 'POST',
    path: '/admin/mails/{id}/link',
    access: confirmed,
    summary:
      'The link of a mail that was not sent, to pass on in another way; it is good for its whole time from now on',
    params: idParams,
    reply: z.object({ url: z.string(), expiresAt: timestamp }),
  }),
}
