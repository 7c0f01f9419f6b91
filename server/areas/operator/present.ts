import type { z } from 'zod'
import type { ledgerEntryView } from '../../../contract/money.ts'
import type { adminOrganizationView, priceView, upstreamView } from '../../../contract/operator.ts'
import type { UpstreamRow } from '../../db/schema.ts'
import { sandboxId, sandboxUpstream } from '../gateway/index.ts'
import {
  type KnownPrice,
  type LedgerEntry,
  nanosToUsd,
  providerForBaseUrl,
  ratesToUsd,
} from '../money/index.ts'

const iso = (ms: number): string => new Date(ms).toISOString()

/** How an upstream fares, as the gateway saw it last; `until` is milliseconds since 1970. */
export type Health = { state: 'healthy' | 'resting' | 'unknown'; until: number | null }
export type HealthOf = (upstreamId: string) => Health

function presentHealth({ state, until }: Health) {
  return { state, until: until === null ? null : iso(until) }
}

/** An upstream without its credential. */
export function presentUpstream(row: UpstreamRow, health: Health): z.input<typeof upstreamView> {
  return {
    id: row.id,
    name: row.name,
    kind: 'openai',
    baseUrl: row.base_url,
    apiKey: { set: row.credential !== null, hint: row.credential_hint },
    models: JSON.parse(row.models) as string[],
    priority: row.priority,
    weight: row.weight,
    enabled: row.enabled === 1,
    onDisconnect: row.on_disconnect === 'drain' ? 'drain' : 'cancel',
    streamOptions: row.stream_options === 1,
    provider: row.base_url === null ? null : providerForBaseUrl(row.base_url),
    health: presentHealth(health),
    createdAt: iso(row.created_at),
  }
}

/** The built-in upstream, among the others. */
export function presentSandbox(enabled: boolean, health: Health): z.input<typeof upstreamView> {
  const { name, models, priority, weight, onDisconnect, streamOptions, provider } = sandboxUpstream
  return {
    ...{ id: sandboxId, kind: 'sandbox', name, baseUrl: null, apiKey: { set: false, hint: null } },
    ...{ models: [...models], priority, weight, enabled, onDisconnect, streamOptions, provider },
    ...{ health: presentHealth(health), createdAt: null },
  }
}

/** A price with its figures as an operator types them. */
export function presentPrice(price: KnownPrice): z.input<typeof priceView> {
  const { ratesUsdPerMillion, perRequestUsd, tiers } = ratesToUsd(price.rates)
  return {
    id: price.id,
    model: price.model,
    provider: price.provider,
    state: price.state,
    source: price.source,
    // Lists begin at the beginning of time.
    effectiveFrom: price.effectiveFrom === 0 ? null : iso(price.effectiveFrom),
    ratesUsdPerMillion: ratesUsdPerMillion as Record<string, string>,
    perRequestUsd,
    tiers: tiers.flatMap(({ aboveInputTokens, ratesUsdPerMillion: above }) =>
      Object.entries(above).map(([bucket, usdPerMillion]) => ({ bucket, aboveInputTokens, usdPerMillion })),
    ),
  }
}

/** A model without a price. */
export function presentUnpriced(model: string, provider: string | null): z.input<typeof priceView> {
  const nothing = { id: null, effectiveFrom: null, ratesUsdPerMillion: {}, perRequestUsd: '0', tiers: [] }
  return { ...nothing, model, provider, state: 'unpriced', source: 'none' }
}

export type OrganizationWithBalance = {
  id: string
  slug: string
  name: string
  personal_of: string | null
  created_at: number
  members: number
  cap_nanos: bigint | null
  spent_nanos: bigint | null
  leased_nanos: bigint | null
  used_nanos: bigint | null
}

/** An organization with its wallet's figures; `organizationFacts` has the rest. */
export function presentOrganization(
  row: OrganizationWithBalance,
): Omit<z.input<typeof adminOrganizationView>, 'owner' | 'calls30Days'> {
  const used = BigInt(row.used_nanos ?? 0n)
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    personal: row.personal_of !== null,
    members: Number(row.members),
    balanceUsd: nanosToUsd((row.cap_nanos ?? 0n) - (row.spent_nanos ?? 0n) - used),
    heldUsd: nanosToUsd((row.leased_nanos ?? 0n) - used),
    createdAt: iso(row.created_at),
  }
}

/** A new line of a ledger. */
export function presentEntry(entry: LedgerEntry): z.input<typeof ledgerEntryView> {
  return {
    id: entry.id,
    at: iso(entry.at),
    kind: entry.kind,
    amountUsd: nanosToUsd(entry.amountNanos),
    balanceUsd: nanosToUsd(entry.balanceNanos),
    note: entry.note,
    ref: entry.ref,
    calls: null,
  }
}
