import type { AttemptError } from '../../../contract/usage.ts'
import type { Hold, PriceVersion } from '../money/index.ts'
import type { Settings } from '../settings/index.ts'
import type { Caller } from './caller.ts'
import type { GatewayRequest } from './wire/request.ts'

/** One try at one upstream, as the record shows it. */
export type Attempt = {
  upstream: string
  status: number | null
  requestId: string | null
  ms: number
  error: AttemptError | null
}

/** A call on its way through the pipeline. */
export type Call = {
  readonly requestId: string
  /** When it arrived: milliseconds since 1970, and by the monotonic clock. */
  readonly at: number
  readonly startedAt: number
  readonly caller: Caller
  readonly endpoint: 'chat.completions' | 'embeddings'
  readonly attempts: Attempt[]
  /** Known even where the rest of the body is refused; empty where it names none. */
  model: string
  request: GatewayRequest | null
  hold: Hold | null
  price: CallPrice | null
  /** A limit that we set because no more is affordable. */
  clippedOutput: number | null
  firstTokenMs: number | null
}

/** What the call is charged by: a price version, or the operator's flat rule for models without one. */
export type CallPrice = {
  readonly version: Pick<PriceVersion, 'state' | 'rates' | 'model'>
  readonly priceId: string | null
  readonly unpriced: boolean
}

/** The rule for unpriced models as a price: so much a call, whatever it uses. */
export function fallbackPrice(model: string, { unpricedFallbackNanos }: Settings): CallPrice {
  return {
    version: { state: 'priced', model, rates: { request: unpricedFallbackNanos * 1000n } },
    priceId: null,
    unpriced: true,
  }
}
