import type { z } from 'zod'
import type { adminPrices, priceComparison } from '../../../contract/operator-prices.ts'
import { pageLimit, readCursor, toPage } from '../../http/page.ts'
import type { UpstreamRegistry } from '../gateway/index.ts'
import {
  BUCKETS,
  type BucketName,
  everySeed,
  type KnownPrice,
  type PriceBook,
  picosToUsd,
  picosToUsdPerMillion,
  priceAt,
  type Rates,
  rateOf,
  seedVersions,
} from '../money/index.ts'
import { presentPrice } from './present.ts'

type Difference = z.output<typeof priceComparison>['differences'][number]
type Verdict = z.output<typeof priceComparison>['verdict']

/** Whose own models these are: before resellers, where no upstream of ours says whose list fits. */
const makers = ['openai', 'anthropic', 'google', 'mistral', 'deepseek', 'x-ai', 'cohere']

function rank(provider: string): number {
  const place = makers.indexOf(provider)
  return place < 0 ? makers.length : place
}

/** The list's price of a model now: of the list that fits the upstream which serves it, else of one that knows the name. */
function listedPrice(upstreams: UpstreamRegistry, model: string, now: number): KnownPrice | null {
  const serving = upstreams.candidates(model).flatMap(({ provider }) => provider ?? [])
  for (const provider of serving) {
    const versions = seedVersions({ provider, model })
    const version = versions && priceAt(versions, now)
    if (version) return { ...version, source: 'seed' }
  }
  const known = everySeed().filter((one) => one.model === model && one.versions !== null)
  const [first] = known.sort((a, b) => rank(a.provider) - rank(b.provider))
  const version = first?.versions && priceAt(first.versions, now)
  return version ? { ...version, source: 'seed' } : null
}

/** Pico-dollars a unit before tiers; null where neither the bucket nor one that it falls back on has a rate. */
function basePicos(rates: Rates, bucket: BucketName): bigint | null {
  const rate = rateOf(rates, bucket)
  if (rate === undefined) return null
  return typeof rate === 'bigint' ? rate : rate.base
}

/** How much more ours is, in percent, half away from zero at one decimal. */
function percentOf(own: bigint, list: bigint): string | null {
  if (list === 0n) return null
  const double = ((own - list) * 2000n) / list
  const tenths = (double + (double < 0n ? -1n : 1n)) / 2n
  const digits = (tenths < 0n ? -tenths : tenths).toString().padStart(2, '0')
  return `${tenths < 0n ? '-' : ''}${digits.slice(0, -1)}.${digits.slice(-1)}`
}

/** Every bucket that one of the two names, at what each really charges for it. */
export function compareRates(own: Rates, list: Rates): { differences: Difference[]; verdict: Verdict } {
  const differences: Difference[] = []
  let dearer = false
  let cheaper = false
  for (const bucket of BUCKETS) {
    if (own[bucket] === undefined && list[bucket] === undefined) continue
    const ours = basePicos(own, bucket)
    const theirs = basePicos(list, bucket)
    const shown = (picos: bigint | null): string | null => {
      if (picos === null) return null
      return bucket === 'request' ? picosToUsd(picos).replace(/\.?0+$/, '') : picosToUsdPerMillion(picos)
    }
    const percent = ours === null || theirs === null ? null : percentOf(ours, theirs)
    differences.push({ bucket, ownUsd: shown(ours), listUsd: shown(theirs), percent })
    if ((ours ?? 0n) > (theirs ?? 0n)) dearer = true
    if ((ours ?? 0n) < (theirs ?? 0n)) cheaper = true
  }
  const verdict = dearer && cheaper ? 'mixed' : dearer ? 'dearer' : cheaper ? 'cheaper' : 'same'
  return { differences, verdict }
}

/** One page of our own prices in force, each beside the list's. Everything is in memory; pages go by the model's name. */
export async function comparePrices(
  { book, upstreams }: { book: PriceBook; upstreams: UpstreamRegistry },
  query: z.output<typeof adminPrices.comparePrices.query>,
  now: number,
) {
  await Promise.all([book.ready(), upstreams.ready()])
  const text = (query.q ?? '').toLowerCase()
  const limit = pageLimit(query)
  const after = readCursor(query, /^[^\0]{1,256}$/u)
  const rows = book
    .operatorPrices(now)
    .filter(({ effectiveFrom }) => effectiveFrom <= now)
    .filter(({ model }) => model.toLowerCase().includes(text) && (after === null || model > after))
    .sort((a, b) => (a.model < b.model ? -1 : 1))
  return toPage(
    rows.slice(0, limit + 1),
    limit,
    ({ model }) => model,
    (own) => {
      const list = listedPrice(upstreams, own.model, now)
      const { differences, verdict } = list
        ? compareRates(own.rates, list.rates)
        : { differences: [], verdict: 'unlisted' as const }
      return {
        ...{ model: own.model, own: presentPrice(own), provider: list?.provider ?? null },
        ...{ list: list && presentPrice(list), verdict, differences },
      }
    },
  )
}
