import { z } from 'zod'
import { idParams, timestamp, usd } from './common.ts'
import { endpoint } from './endpoint.ts'

const named = z.object({ slug: z.string(), name: z.string() })

/** What deleting my account does, with the numbers as they are now. */
export const deletionView = z.object({
  username: z.string(),
  /** API keys that I made, in every organization. */
  keys: z.number().int(),
  accessTokens: z.number().int(),
  /** Organizations of others that I leave. */
  memberships: z.number().int(),
  /** Of the personal organization. */
  balanceUsd: usd,
  ledgerEntries: z.number().int(),
  usageRecords: z.number().int(),
  /** Organizations in which nobody else is: they go with the account. */
  going: z.array(named),
  /** Organizations that would be left with members and without an owner: nothing is deleted while there is one. */
  blocking: z.array(named),
  lastOperator: z.boolean(),
  /** Days in which a link of a mail takes it back; 0: none. */
  graceDays: z.number().int(),
})

/** `waiting`: can be taken back. `going`: dead, what is many is still being erased. `gone`: nothing is left. */
export const deletionReply = z.object({
  state: z.enum(['waiting', 'going', 'gone']),
  /** Until when it can be taken back. */
  until: timestamp.nullable(),
})
const typedName = z.strictObject({ username: z.string().max(200) })

export const exportStates = ['asked', 'running', 'ready', 'failed', 'expired'] as const
export const exportView = z.object({
  id: z.string(),
  state: z.enum(exportStates),
  /** Steps that are done, of how many. */
  done: z.number().int(),
  whole: z.number().int(),
  bytes: z.number().int(),
  createdAt: timestamp,
  endedAt: timestamp.nullable(),
  expiresAt: timestamp.nullable(),
})

/** Leaving: an account that goes for good, and what its person takes along. */
export const leaving = {
  deletion: endpoint({
    method: 'GET',
    path: '/me/deletion',
    access: { kind: 'session' },
    summary: 'What deleting my account does, with the numbers as they are now',
    reply: deletionView,
  }),
  deleteMe: endpoint({
    method: 'DELETE',
    path: '/me',
    access: { kind: 'session', confirm: true },
    summary:
      'Delete my account, for good. My username is typed once more; 409 `sole_owner` names organizations that would be left without an owner',
    body: typedName,
    reply: deletionReply,
  }),
  undo: endpoint({
    method: 'POST',
    path: '/auth/deletion/undo',
    access: { kind: 'public' },
    summary:
      'Take the deletion of an account back, with the link that was mailed, while the operator gives time for it',
    body: z.strictObject({ token: z.string().min(1).max(200) }),
    reply: z.object({ username: z.string() }),
  }),
  deleteAccount: endpoint({
    method: 'DELETE',
    path: '/admin/accounts/{id}',
    access: { kind: 'operator', confirm: true },
    summary:
      'Delete the account of somebody else, for good and at once: time to take it back is for people themselves',
    params: idParams,
    body: typedName,
    reply: deletionReply,
  }),
  startExport: endpoint({
    method: 'POST',
    path: '/me/export',
    access: { kind: 'session', confirm: true },
    summary: 'Make an archive of everything about me, in the background; one at a time',
    reply: exportView,
    status: 201,
  }),
  exports: endpoint({
    method: 'GET',
    path: '/me/export',
    access: { kind: 'session' },
    summary: 'My last archives, the newest first',
    reply: z.object({ items: z.array(exportView) }),
  }),
  archive: endpoint({
    method: 'GET',
    path: '/me/export/{id}/archive',
    access: { kind: 'session', confirm: true },
    summary: 'An archive that is ready, as ZIP',
    params: idParams,
    reply: z.unknown(),
    mediaType: 'application/zip',
  }),
}
