import { listSeed, type PriceVersion, seedPrices } from './prices/index.ts'
import { sandboxPrices, sandboxProvider } from './sandbox-prices.ts'

/** A price from a list: the pinned one, or the sandbox's own. */
export type SeedVersion = PriceVersion & { readonly provider: string }
/** A model as a provider sells it. */
export type ProvidedModel = { readonly provider: string; readonly model: string }

/** Every version that a provider's own list has for a model, oldest first; null where it has none (money.md: never a stranger's). */
export function seedVersions({ provider, model }: ProvidedModel): readonly SeedVersion[] | null {
  if (provider !== sandboxProvider) return seedPrices(provider, model)
  const own = sandboxPrices.filter((price) => price.model === model)
  return own.length > 0 ? own : null
}

let listed: { provider: string; model: string; versions: readonly SeedVersion[] | null }[] | null = null

/** All that the lists know, for the operator's search. Worked out once: the lists are part of the program. */
export function everySeed(): readonly {
  provider: string
  model: string
  versions: readonly SeedVersion[] | null
}[] {
  listed ??= [
    ...sandboxPrices.map((price) => ({ provider: price.provider, model: price.model, versions: [price] })),
    ...listSeed().map(({ provider, model, prices }) => ({ provider, model, versions: prices })),
  ]
  return listed
}
