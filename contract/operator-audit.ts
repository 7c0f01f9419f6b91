import { z } from 'zod'
import { pageOf, pageQuery, timestamp, timestampInput } from './common.ts'
import { endpoint } from './endpoint.ts'
import { operatorAuditAreas } from './operator-audit-areas.ts'

/** One act on the installation, on an account, or on an organization's credit. */
export const operatorAuditEvent = z.object({
  id: z.string(),
  at: timestamp,
  /** Who did it; null where it was nobody in particular, or their account is gone. */
  by: z
    .object({
      accountId: z.string(),
      username: z.string(),
      nickname: z.string().nullable(),
      avatarUrl: z.string().nullable(),
    })
    .nullable(),
  /** `area.act`, such as `settings.updated`. */
  act: z.string(),
  target: z.string().nullable(),
  /** What the target is called now, where it is an account that is there still. */
  targetName: z.string().nullable(),
  /** Whose credit it was. */
  organization: z.object({ id: z.string(), name: z.string() }).nullable(),
  outcome: z.enum(['ok', 'refused']),
  requestId: z.string(),
  /** What changed, field by field, most as `{from, to}`; never a secret. */
  details: z.record(z.string(), z.unknown()),
})

export const adminAudit = {
  audit: endpoint({
    method: 'GET',
    path: '/admin/audit',
    access: { kind: 'operator' },
    summary: 'Who did what to the installation, its accounts and their credit, newest first',
    query: z.strictObject({
      ...pageQuery,
      from: timestampInput.optional(),
      /** Before this moment. */
      to: timestampInput.optional(),
      /** Every act of this area. */
      area: z.enum(operatorAuditAreas).optional(),
      /** Acts of this operator. */
      account: z.string().max(64).optional(),
      /** What was done to this account or thing, by its id. */
      target: z.string().max(64).optional(),
    }),
    reply: pageOf(operatorAuditEvent),
  }),
}
