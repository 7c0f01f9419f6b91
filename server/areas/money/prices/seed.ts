import { type Provider, waitForUpdate } from '@pydantic/genai-prices'
import { findModel, type SeedModel, type SeedPrice, seedModel } from './seed-model.ts'

/** The data that the package carries; without an update installed it answers at once and asks nobody. */
const providers: readonly Provider[] = (await waitForUpdate()) ?? []

/**
 * The provider whose published address pattern fits a base URL, or null: `https://api.openai.com/v1` → `openai`. The
 * host must fit to its end, so `https://api.openai.com.example` and a local server are nobody's.
 */
export function providerForBaseUrl(baseUrl: string): string | null {
  if (!URL.canParse(baseUrl)) return null
  const { protocol, hostname, pathname } = new URL(baseUrl)
  const origin = `${protocol}//${hostname}`
  const found = providers.find((provider) => {
    const match = new RegExp(`^(?:${provider.api_pattern})`).exec(origin + pathname)?.[0]
    if (match === undefined) return false
    // A pattern may leave the top-level domain open ("https://api\.moonshot\."); nothing else of the host.
    const restOfHost = origin.slice(match.length)
    return restOfHost === '' || (match.endsWith('.') && !restOfHost.includes('.'))
  })
  return found?.id ?? null
}

/** Ids and names of the providers in the list, for the operator's choice. */
export function seedProviders(): { id: string; name: string }[] {
  return providers.map(({ id, name }) => ({ id, name }))
}

/**
 * Every price version that the list has for a model of a provider, oldest first (the first from the epoch on), or null:
 * unknown provider, model not in **that provider's own** list, or a price that our buckets cannot charge in full.
 *
 * The package's `fallback_model_providers` are not followed: money.md wants a model priced from its own provider's list
 * only, so a Claude on Azure needs an explicit price.
 */
export function seedPrices(providerId: string, modelName: string): SeedPrice[] | null {
  const provider = providers.find((candidate) => candidate.id === providerId)
  const model = provider && findModel(provider, modelName)
  return model ? seedModel(provider, model).prices : null
}

/** All models of one provider, or of all, with their price versions or why they have none. */
export function listSeed(providerId?: string): SeedModel[] {
  return providers
    .filter((provider) => providerId === undefined || provider.id === providerId)
    .flatMap((provider) => provider.models.map((model) => seedModel(provider, model)))
}
