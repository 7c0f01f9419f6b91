import type { Db } from '../../db/store.ts'
import type { Clock, Deps } from '../../deps.ts'
import { newId } from '../../lib/id.ts'

/** Who asked, from where: taken from the request. Of a person with an access token it says which one. */
export type AuditActor = {
  clock: Clock
  requestId: string
  ip: string
  userAgent: string | null
  session?: { accountId: string; accessToken?: { id: string } } | null
}

export type AuditEntry = {
  /** `area.act`, such as `key.created`; the console translates it. */
  act: string
  accountId?: string | null
  organizationId?: string | null
  /** The id of what was acted on. */
  target?: string | null
  outcome?: 'ok' | 'refused'
  /** Whether it belongs in the person's own security log, which keeps the address and says so (rule 46, promise 10). */
  security?: boolean
  /** What changed, field by field. Never a secret, a code, a token or a whole e-mail address. */
  details?: Record<string, unknown>
}

/** Writes what happened, in the transaction of the act. */
export async function record(tx: Db, actor: AuditActor, entry: AuditEntry): Promise<void> {
  const now = actor.clock.now()
  const security = entry.security === true
  const token = actor.session?.accessToken
  const details = { ...entry.details, ...(token ? { accessToken: token.id } : {}) }
  await tx
    .insertInto('audit_events')
    .values({
      id: newId('aud', now),
      at: now,
      account_id: entry.accountId ?? null,
      organization_id: entry.organizationId ?? null,
      act: entry.act,
      target: entry.target ?? null,
      outcome: entry.outcome ?? 'ok',
      security: security ? 1 : 0,
      ip: security ? actor.ip : null,
      user_agent: security ? actor.userAgent : null,
      request_id: actor.requestId,
      details: JSON.stringify(details),
    })
    .execute()
}

/**
 * Writes a refusal, which has no transaction of its own and changed nothing. It does not wait for the disk: anybody can bring about as many
 * as they like, and nobody else shall notice (rule 5).
 */
export async function refused(ctx: AuditActor & Pick<Deps, 'store'>, entry: AuditEntry): Promise<void> {
  await record(ctx.store.unsynced, ctx, { ...entry, outcome: 'refused' })
}
