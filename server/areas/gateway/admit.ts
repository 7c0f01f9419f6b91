import type { Clock } from '../../deps.ts'
import {
  affordableOutput,
  type HoldInput,
  holdFor,
  isMoneyError,
  nanosToUsd,
  type PriceBook,
  type Refusal,
  type Teller,
  walletId,
} from '../money/index.ts'
import type { Settings } from '../settings/index.ts'
import { type Call, type CallPrice, fallbackPrice } from './call.ts'
import type { UpstreamRegistry } from './registry.ts'
import {
  type GatewayError,
  insufficientQuota,
  insufficientScope,
  invalidRequest,
  modelNotAllowed,
  modelNotFound,
  modelNotPriced,
  quotaOnHold,
  serviceUnavailable,
} from './wire/errors.ts'
import { type GatewayRequest, holdQuantities } from './wire/request.ts'

export type AdmitParts = { clock: Clock; teller: Teller; book: PriceBook; registry: UpstreamRegistry }

/** Which model may be called at which price, or why not. */
function priceFor(
  parts: AdmitParts,
  call: Call,
  model: string,
  settings: Settings,
): CallPrice | GatewayError {
  const { caller } = call
  if (!caller.mayCall) return insufficientScope('models:call')
  if (caller.models && !caller.models.has(model)) return modelNotAllowed(model)
  const provider = parts.registry.providerOf(model)
  if (provider === undefined) return modelNotFound(model)
  const price = parts.book.lookup({ model, provider }, call.at)
  if (price) return { version: price, priceId: price.id, unpriced: false }
  if (settings.unpricedModels === 'never') return modelNotPriced(model, 'operator')
  if (!caller.acceptUnpricedModels) return modelNotPriced(model, 'organization')
  return fallbackPrice(model, settings)
}

function quantitiesOf(request: GatewayRequest, price: CallPrice, settings: Settings): HoldInput {
  const chat = request.endpoint === 'chat.completions' ? request : null
  const modalities = chat?.body.modalities
  return {
    ...holdQuantities(request),
    price: price.version,
    outputLimit: chat ? (chat.maxOutputTokens ?? settings.defaultMaxOutputTokens) : 0,
    // The OpenAI protocol reports no cache writes, and answers in text unless it is asked for sound.
    cacheWrites: 'none',
    mediaOutput: Array.isArray(modalities) && modalities.some((modality) => modality !== 'text'),
  }
}

function refusalOf(refusal: Refusal, holdNanos: bigint): GatewayError {
  const { meter, reason } = refusal
  const scope = meter.meterId.startsWith('wal_') ? 'wallet of this organization' : 'budget of this key'
  if (reason === 'on_hold') return quotaOnHold(scope)
  return insufficientQuota({
    scope,
    limitUsd: nanosToUsd(meter.capNanos),
    spentUsd: nanosToUsd(meter.spentNanos),
    neededUsd: nanosToUsd(holdNanos),
    resetsAt: meter.periodEnd === null ? null : new Date(meter.periodEnd).toISOString(),
  })
}

/** Takes the hold; where the default output is not affordable but a useful answer is, a smaller one, passed upstream as the limit. */
async function takeHold(
  parts: AdmitParts,
  call: Call,
  request: GatewayRequest,
  input: HoldInput,
): Promise<GatewayError | null> {
  const meters = [walletId(call.caller.organizationId)]
  const { holdNanos } = holdFor(input)
  const first = await parts.teller.admit(meters, holdNanos)
  if (first.state === 'admitted') {
    call.hold = first.hold
    return null
  }
  if (first.state === 'unavailable') return serviceUnavailable()
  const open = request.endpoint === 'chat.completions' && request.maxOutputTokens === null
  const limit = open ? affordableOutput({ ...input, availableNanos: first.meter.freeNanos }) : null
  if (limit === null) return refusalOf(first, holdNanos)
  const second = await parts.teller.admit(meters, holdFor({ ...input, outputLimit: limit }).holdNanos)
  if (second.state !== 'admitted') return refusalOf(first, holdNanos)
  call.hold = second.hold
  call.clippedOutput = limit
  return null
}

function refusedQuantity(error: unknown): GatewayError {
  if (isMoneyError(error)) return invalidRequest(error.code, error.param, error.message)
  throw error
}

/**
 * Admission, in the order of design.md 4.2: scope, model, policy, price, hold. Key, organization and address were judged before.
 *
 * @returns null where the call may run; its price and hold are on it then. At once where leases at hand carry it: the common case, which
 * takes no turn of the event loop.
 */
export function admit(
  parts: AdmitParts,
  call: Call,
  settings: Settings,
): GatewayError | null | Promise<GatewayError | null> {
  const { request } = call
  if (!request) return invalidRequest('invalid_body', null, 'The body is missing.')
  const price = priceFor(parts, call, request.model, settings)
  if ('status' in price) return price
  call.price = price
  try {
    const input = quantitiesOf(request, price, settings)
    call.hold = parts.teller.tryAdmit([walletId(call.caller.organizationId)], holdFor(input).holdNanos)
    return call.hold ? null : takeHold(parts, call, request, input).catch(refusedQuantity)
  } catch (error) {
    return refusedQuantity(error)
  }
}
