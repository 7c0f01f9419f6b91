import type { Deps } from '../../deps.ts'
import { remember } from '../../lib/remember.ts'
import { type KnownPrice, keepSeeds, type OperatorPrice, operatorPrices } from './price-rows.ts'
import { priceAt } from './prices/index.ts'
import { type SeedVersion, seedVersions } from './seeds.ts'

/** A model and whose list can price it (`providerForBaseUrl`); null: only the operator can. */
export type PricedModel = { readonly model: string; readonly provider: string | null }

/** What models cost, in memory. */
export type PriceBook = {
  /** Reads the operator's prices if they changed. Await it, then `lookup` as often as needed. */
  ready(): Promise<void>
  /** Whether there is nothing to await. */
  fresh(): boolean
  /**
   * Takes models of providers' lists into the book and writes their prices down, so that every id which `lookup` answers is a row.
   * Who makes a model callable calls this first; a model that is known already costs nothing.
   */
  ensure(models: readonly PricedModel[]): Promise<void>
  /**
   * The price of a model at a moment (milliseconds since 1970), or null: unpriced. The operator's price of the model counts, whoever
   * serves it; else that of the provider's own list; nobody inherits a stranger's. Answers at once.
   *
   * @throws when the book was never ready, or the provider's model was never ensured: that is no reason to call it unpriced.
   */
  lookup(model: PricedModel, atMs: number): KnownPrice | null
  /** The operator's prices that are in force or to come at a moment. */
  operatorPrices(atMs: number): readonly OperatorPrice[]
  close(): void
}

/** Opens the book of an installation. */
export function createPriceBook({ store, clock }: Pick<Deps, 'store' | 'clock'>): PriceBook {
  const own = remember(() => operatorPrices(store.db))
  const listed = new Map<string, Map<string, readonly SeedPrice[] | null>>()
  const stopHearing = store.onAnnouncement(({ kind }) => {
    if (kind === 'prices') own.forget()
  })

  return {
    async ready() {
      await own.ready()
    },

    fresh: own.fresh,

    async ensure(models) {
      const missing = models.flatMap(({ model, provider }) =>
        provider === null || listed.get(provider)?.has(model) ? [] : [{ model, provider }],
      )
      const found = missing.map((one) => ({ ...one, versions: seedVersions(one) }))
      const versions = new Map(
        found.flatMap((one) => (one.versions ?? []).map((version) => [version.id, version] as const)),
      )
      // In order of id, so that two nodes that write the same ones never wait for each other.
      const inOrder = [...versions.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
      await keepSeeds(store.db, inOrder, clock.now())
      for (const { provider, model, versions } of found) {
        const ofProvider = listed.get(provider) ?? new Map<string, readonly SeedPrice[] | null>()
        listed.set(provider, ofProvider.set(model, versions?.map(known) ?? null))
      }
    },

    lookup({ model, provider }, atMs) {
      const explicit = priceInForce(own.latest().get(model), atMs)
      if (explicit || provider === null) return explicit
      const versions = listed.get(provider)?.get(model)
      if (versions === undefined) throw new Error(`The price of ${provider}'s ${model} was not ensured`)
      return (versions && priceAt(versions, atMs)) ?? null
    },

    operatorPrices(atMs) {
      return [...own.latest().values()].flatMap((prices) => {
        const current = priceInForce(prices, atMs)
        const coming = prices.filter((price) => price.effectiveFrom > atMs && price.endedAt === null)
        return current ? [current, ...coming] : coming
      })
    },

    close: stopHearing,
  }
}

type SeedPrice = SeedVersion & KnownPrice

function known(version: SeedVersion): SeedPrice {
  return { ...version, source: 'seed' }
}

/** The latest of a model's prices, oldest first, that has begun; none where that one was ended. */
export function priceInForce(
  prices: readonly OperatorPrice[] | undefined,
  atMs: number,
): OperatorPrice | null {
  return (
    prices?.findLast(
      (price) => price.effectiveFrom <= atMs && (price.endedAt === null || atMs < price.endedAt),
    ) ?? null
  )
}
