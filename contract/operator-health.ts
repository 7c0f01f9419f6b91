import { z } from 'zod'
import { timestamp, usd } from './common.ts'
import { endpoint } from './endpoint.ts'

export const healthView = z.object({
  version: z.string(),
  nodeVersion: z.string(),
  startedAt: timestamp,
  uptimeSeconds: z.number().int(),
  memoryBytes: z.number().int(),
  store: z.object({
    kind: z.enum(['sqlite', 'postgres']),
    /** How long a small question takes now; null: no answer within the limit. */
    writeMs: z.number().int().nullable(),
    readMs: z.number().int().nullable(),
    /** The last migration that the database has. */
    migration: z.string().nullable(),
    /** How this node hears of other nodes' changes. `alone`: SQLite, there are none. */
    listener: z.enum(['alone', 'listening', 'reconnecting']),
  }),
  money: z.object({
    heldUsd: usd,
    /** Parts of wallets that this node has at hand. */
    leases: z.number().int(),
    /** Finished calls that wait to be written down. */
    settling: z.number().int(),
    openStreams: z.number().int(),
  }),
  nodes: z.array(
    z.object({
      id: z.string(),
      state: z.enum(['alive', 'silent']),
      leases: z.number().int(),
      until: timestamp,
    }),
  ),
  sweeps: z.array(
    z.object({
      name: z.string(),
      /** `null`: not since the start; the first is a minute after it. */
      endedAt: timestamp.nullable(),
      ms: z.number().int().nullable(),
      ok: z.boolean().nullable(),
    }),
  ),
  mail: z.object({
    /** Whether anybody has said how mail is sent. */
    configured: z.boolean(),
    waiting: z.number().int(),
    /** Given up, or uncertain. */
    failed: z.number().int(),
    /** Since when the first that waits does. */
    oldestAt: timestamp.nullable(),
  }),
  passkeys: z.object({
    total: z.number().int(),
    /** Made for another host than that of the public URL: they sign nobody in here. */
    stranded: z.number().int(),
    /** The host that passkeys are made for now. */
    host: z.string(),
  }),
  upstreams: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      enabled: z.boolean(),
      state: z.enum(['healthy', 'resting', 'unknown']),
      until: timestamp.nullable(),
      models: z.number().int(),
    }),
  ),
})

export const adminHealth = {
  health: endpoint({
    method: 'GET',
    path: '/admin/health',
    access: { kind: 'operator' },
    summary: 'How this node and what it stands on fare now',
    reply: healthView,
  }),
}
