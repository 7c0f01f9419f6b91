import { sql } from 'kysely'
import type { z } from 'zod'
import type { healthView } from '../../../contract/operator-health.ts'
import type { Db } from '../../db/store.ts'
import type { RequestContext } from '../../http/context.ts'
import { countPasskeys } from '../accounts/index.ts'
import { sandboxId, sandboxServes, sandboxUpstream } from '../gateway/index.ts'
import { mailFigures, readSmtp } from '../mail/index.ts'
import { nanosToUsd, type Teller } from '../money/index.ts'
import type { SettingsStore } from '../settings/index.ts'
import type { HealthOf } from './present.ts'
import { listUpstreams } from './upstreams.ts'

export type HealthServices = {
  settings: SettingsStore
  teller: Pick<Teller, 'figures'>
  health: HealthOf
  /** How each sweep went the last time; times are milliseconds since 1970, null before the first. */
  sweeps: () => readonly { name: string; endedAt: number | null; ms: number | null; ok: boolean | null }[]
  version: string
  startedAt: number
}

const iso = (ms: number): string => new Date(ms).toISOString()
const patienceMs = 3000

/** How long a question takes that costs nothing by itself; null where there is no answer in time. */
async function pingMs(db: Db): Promise<number | null> {
  const began = performance.now()
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<false>((done) => {
    timer = setTimeout(() => done(false), patienceMs)
  })
  const asked = sql`select 1`.execute(db).then(
    () => true,
    () => false,
  )
  const answered = await Promise.race([asked, late])
  clearTimeout(timer)
  return answered ? Math.round(performance.now() - began) : null
}

/** Every upstream as this node's calls have found it, the sandbox among them while it is on. */
async function upstreams(ctx: RequestContext, { settings, health }: HealthServices) {
  const [rows, { sandbox }] = await Promise.all([listUpstreams(ctx), settings.current()])
  const enabled = rows.filter((row) => row.enabled === 1).length
  const real = rows.map(({ id, name, enabled: on, models }) => ({
    ...{ id, name, enabled: on === 1, models: (JSON.parse(models) as string[]).length },
  }))
  const built = {
    ...{ id: sandboxId, name: sandboxUpstream.name, enabled: sandboxServes(sandbox, enabled) },
    models: sandboxUpstream.models.length,
  }
  return [...real, built].map((one) => {
    const { state, until } = health(one.id)
    return { ...one, state, until: until === null ? null : iso(until) }
  })
}

/** How this node and what it stands on fare now. */
export async function viewHealth(
  ctx: RequestContext,
  services: HealthServices,
): Promise<z.input<typeof healthView>> {
  const { store, clock } = ctx
  const { db, reads } = store
  const now = clock.now()
  const hears = store.hears()
  const [writeMs, readMs] = await Promise.all([pingMs(db), pingMs(reads)])
  const [migrations, owners, open, states, mail, smtp, passkeys] = await Promise.all([
    sql<{ name: string }>`select name from migrations order by name desc limit 1`.execute(reads),
    reads
      .selectFrom('owners')
      .select(['owners.id', 'owners.expires_at'])
      .select((eb) =>
        eb
          .selectFrom('leases')
          .select(({ fn }) => fn.countAll<number>().as('n'))
          .whereRef('leases.owner_id', '=', 'owners.id')
          .where('leases.state', '=', 'active')
          .$asScalar()
          .$notNull()
          .as('leases'),
      )
      .where('owners.state', '=', 'alive')
      .orderBy('owners.id', 'desc')
      .limit(50)
      .execute(),
    reads
      .selectFrom('open_calls')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow(),
    upstreams(ctx, services),
    mailFigures(reads),
    readSmtp(ctx).catch(() => null),
    countPasskeys(reads, ctx.config),
  ])
  const { heldNanos, leases, queued } = services.teller.figures()
  return {
    version: services.version,
    nodeVersion: process.version,
    startedAt: iso(services.startedAt),
    uptimeSeconds: Math.max(0, Math.round((now - services.startedAt) / 1000)),
    memoryBytes: process.memoryUsage.rss(),
    store: {
      ...{ kind: store.kind, writeMs, readMs },
      migration: migrations.rows[0]?.name ?? null,
      listener: hears === null ? 'alone' : hears ? 'listening' : 'reconnecting',
    },
    money: { heldUsd: nanosToUsd(heldNanos), leases, settling: queued, openStreams: Number(open.n) },
    nodes: owners.map(({ id, expires_at, leases: held }) => ({
      ...{ id, leases: Number(held), until: iso(expires_at) },
      state: expires_at > now ? ('alive' as const) : ('silent' as const),
    })),
    sweeps: services
      .sweeps()
      .map(({ endedAt, ...swept }) => ({ ...swept, endedAt: endedAt === null ? null : iso(endedAt) })),
    upstreams: states,
    passkeys,
    mail: {
      ...{ configured: smtp !== null, waiting: mail.waiting, failed: mail.failed },
      oldestAt: mail.oldestAt === null ? null : iso(mail.oldestAt),
    },
  }
}
