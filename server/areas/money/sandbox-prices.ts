import { type PriceVersion, ratesFromUsd, seedPriceId } from './prices/index.ts'

/** Whose list the sandbox upstream's models are in: ours. */
export const sandboxProvider = 'sandbox'

// Priced like a small real model, so that what people try out with it costs what they would see. `sandbox-unpriced` is not here: it is
// there to show what happens to a model without a price.
const usdPerMillion = {
  'sandbox-chat': { input: '0.15', cache_read: '0.075', output: '0.60' },
  'sandbox-embed': { input: '0.02' },
}

/** The sandbox's own price list, as the seed list has it for a real provider. */
export const sandboxPrices: readonly (PriceVersion & { provider: string })[] = Object.entries(
  usdPerMillion,
).map(([model, ratesUsdPerMillion]) => {
  const version = {
    provider: sandboxProvider,
    model,
    effectiveFrom: 0,
    rates: ratesFromUsd({ ratesUsdPerMillion }),
  }
  return { id: seedPriceId(version), state: 'priced', ...version }
})
