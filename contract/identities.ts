import { z } from 'zod'
import { idParams, line, timestamp } from './common.ts'
import { endpoint } from './endpoint.ts'
import { providerIcons, providerSignUps } from './provider-kinds.ts'

const slug = line(64)

/** A provider as somebody sees it who may sign in by it. `id` is its name in addresses. */
export const providerOffer = z.object({
  id: z.string(),
  name: z.string(),
  icon: z.enum(providerIcons),
  /** Whether an account can be made by it now: what the operator decided, and never more than registration allows. */
  signUp: z.enum(providerSignUps),
})
export type ProviderOffer = z.infer<typeof providerOffer>

export const identityView = z.object({
  id: z.string(),
  /** Null where the provider is gone. */
  provider: z.string().nullable(),
  providerName: z.string(),
  icon: z.enum(providerIcons),
  /** What the provider called the person when they were linked: an address or a name. */
  label: z.string(),
  /** False while the operator has the provider switched off, or when it is gone: nobody signs in by it then. */
  usable: z.boolean(),
  createdAt: timestamp,
  lastUsedAt: timestamp.nullable(),
})
export type IdentityView = z.infer<typeof identityView>

const confirmed = { kind: 'session', confirm: true } as const
const providerParams = z.object({ provider: slug })

/** Accounts elsewhere that sign in here: GitHub and OpenID Connect. */
export const identities = {
  start: endpoint({
    method: 'GET',
    path: '/auth/oauth/{provider}/start',
    access: { kind: 'public' },
    summary:
      'Begin to sign in by a provider: redirects the browser there. Good for ten minutes, once, in this browser',
    params: providerParams,
    query: z.object({ next: z.string().max(4000).optional(), invitation: z.string().max(200).optional() }),
    reply: z.unknown(),
  }),
  callback: endpoint({
    method: 'GET',
    path: '/auth/oauth/{provider}/callback',
    access: { kind: 'public' },
    summary:
      'Where a provider sends the browser back to: signs in, signs up or links, then redirects to a page; what went wrong is said there',
    params: providerParams,
    reply: z.unknown(),
  }),
  confirm: endpoint({
    method: 'POST',
    path: '/auth/confirm/identity',
    access: { kind: 'session' },
    summary:
      'Begin to confirm at a provider that is linked to me, for who has nothing else: answers the address to send this browser to; it comes back to `next`, or to a page that may be closed',
    body: z.strictObject({ provider: slug, next: z.string().max(4000).optional() }),
    reply: z.object({ url: z.string() }),
  }),
  list: endpoint({
    method: 'GET',
    path: '/me/identities',
    access: { kind: 'session' },
    summary: 'Accounts elsewhere that sign in as me, and providers that I could link',
    reply: z.object({ items: z.array(identityView), providers: z.array(providerOffer) }),
  }),
  link: endpoint({
    method: 'POST',
    path: '/me/identities',
    access: confirmed,
    summary: 'Begin to link an account elsewhere: answers the address to send this browser to',
    body: z.strictObject({ provider: slug }),
    reply: z.object({ url: z.string() }),
  }),
  unlink: endpoint({
    method: 'DELETE',
    path: '/me/identities/{id}',
    access: confirmed,
    summary:
      'Unlink an account elsewhere, which ends my other sessions; refused where nothing would be left to sign in with',
    params: idParams,
    reply: z.object({ confirmedUntil: timestamp.nullable(), endedSessions: z.number().int() }),
  }),
}
