export {
  ceilPicosToNanos,
  MAX_AMOUNT,
  nanosToUsd,
  picosToUsd,
  picosToUsdPerMillion,
  roundPicosToNanos,
  usdPerMillionToPicos,
  usdToNanos,
  usdToPicos,
  within63Bits,
} from './amounts.ts'
export {
  BUCKETS,
  type BucketName,
  type Buckets,
  bucketsFromJson,
  bucketsToJson,
  checkBuckets,
  isBucketName,
  totalInput,
} from './buckets.ts'
export { isMoneyError, type MoneyError, type MoneyErrorCode, moneyError } from './errors.ts'
export { affordableOutput, type Hold, type HoldInput, holdFor } from './hold.ts'
export { type Cost, type CostLine, costOf, type PriceVersion, presentLine, priceAt } from './price.ts'
export { checkRates, type Rate, type Rates, rateOf, ratesFromJson, ratesToJson, type Tier } from './rates.ts'
export { listSeed, providerForBaseUrl, seedPrices, seedProviders } from './seed.ts'
export { type SeedModel, type SeedPrice, seedPriceId } from './seed-model.ts'
export { ratesFromUsd, ratesToUsd, type UsdRates } from './usd-rates.ts'
