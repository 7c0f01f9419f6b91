/** The side parser of a chat stream: what each event is to the client, and what the call used in the end. */
import type { Buckets } from '../../money/index.ts'
import { unescapeJson } from './json.ts'
import { type EventScan, type Range, scanEvent } from './scan-event.ts'
import type { SseEvent } from './sse.ts'
import { readUsage, type UsageBounds } from './usage.ts'

/**
 * What to do with one event.
 * - `forward`: bytes for the client, null when it is not for it: the closing usage chunk it did not ask for, `[DONE]`
 *   (the relay sends that after settlement) and errors (the relay words its own)
 */
export type EventVerdict = {
  kind: 'chunk' | 'usage' | 'done' | 'error' | 'other'
  forward: Buffer | null
}

/** An error event of the provider; for the log, and for choosing what the client is told. */
export type ProviderError = { message: string | null; code: string | null; type: string | null }

/**
 * - `provider`: the provider's figures, and the answer was complete by then
 * - `partial`: figures that came on the way (cumulative usage), then the stream broke
 * - `estimated`: something was delivered without figures to be believed: the caller counts `text()`
 * - `none`: nothing was delivered and nothing reported
 */
export type StreamUsage = {
  usageSource: 'provider' | 'partial' | 'estimated' | 'none'
  /** null for `estimated` and `none` */
  buckets: Buckets | null
  /** why the provider's figures were not believed, for the log */
  usageRejected: string | null
}

export type StreamMeter = {
  /** Takes the next event and says what of it the client gets. */
  feed(event: SseEvent): EventVerdict
  /** Bytes of answer, thinking and tool arguments so far, JSON escapes included. 0 means that nothing was delivered. */
  readonly deliveredBytes: number
  readonly finishSeen: boolean
  readonly doneSeen: boolean
  readonly error: ProviderError | null
  /** The delivered text, up to `keptBytes`; costs a copy, so only for estimates. `whole` is false when it was cut. */
  text(): { text: string; whole: boolean }
  /** The result at the end, whatever the end was. */
  result(): StreamUsage
}

/** Text kept for an estimate; beyond it the estimate goes by bytes (estimate.ts). */
const KEPT_BYTES = 1_000_000

export function createStreamMeter(options: {
  bounds: UsageBounds
  /** whether the client itself asked for usage */
  includeUsage: boolean
  keptBytes?: number
}): StreamMeter {
  const keptBytes = options.keptBytes ?? KEPT_BYTES
  let kept: Buffer = Buffer.alloc(0)
  let keptLength = 0
  let deliveredBytes = 0
  let buckets: Buckets | null = null
  let usageRejected: string | null = null
  let finishSeen = false
  let doneSeen = false
  let error: ProviderError | null = null

  function keep(data: Buffer, start: number, end: number): void {
    const size = end - start
    deliveredBytes += size
    // a fragment is kept whole or not at all: cut in two, an escape or a character would be lost
    if (keptLength < deliveredBytes - size || keptLength + size > keptBytes) return
    if (keptLength + size > kept.length) {
      const grown = Buffer.allocUnsafe(Math.max(1024, 2 * (keptLength + size)))
      kept.copy(grown, 0, 0, keptLength)
      kept = grown
    }
    data.copy(kept, keptLength, start, end)
    keptLength += size
  }

  function takeUsage(data: Buffer, range: Range): boolean {
    const usage = parse(data, range)
    const reading = readUsage(usage, options.bounds)
    // the last word counts, also when it is a lie: then nothing said before it is believed either
    buckets = reading.ok ? reading.buckets : null
    usageRejected = reading.ok ? null : reading.reason
    return hasNoChoices(data)
  }

  function takeScan(event: SseEvent, data: Buffer, scan: EventScan): EventVerdict {
    const { texts } = scan
    for (let i = 0; i < texts.length; i += 2) keep(data, texts[i]!, texts[i + 1]!)
    if (scan.finish !== null) finishSeen = true
    if (scan.usage !== null && takeUsage(data, scan.usage)) {
      return { kind: 'usage', forward: options.includeUsage ? event.raw : null }
    }
    if (scan.nullUsage === null || options.includeUsage) return { kind: 'chunk', forward: event.raw }
    return { kind: 'chunk', forward: without(event, data, scan.nullUsage) }
  }

  return {
    feed(event) {
      const { data } = event
      if (data === null || data.length === 0) return { kind: 'other', forward: event.raw }
      if (data[0] === 0x5b && data.toString('latin1').trim() === '[DONE]') {
        doneSeen = true
        return { kind: 'done', forward: null }
      }
      const scan = scanEvent(data)
      if (scan.error === null && event.name !== 'error') return takeScan(event, data, scan)
      error = providerError(data, scan.error ?? { start: 0, end: data.length })
      if (scan.usage !== null) takeUsage(data, scan.usage)
      return { kind: 'error', forward: null }
    },
    get deliveredBytes() {
      return deliveredBytes
    },
    get finishSeen() {
      return finishSeen
    },
    get doneSeen() {
      return doneSeen
    },
    get error() {
      return error
    },
    text() {
      const raw = kept.toString('utf8', 0, keptLength)
      return { text: unescapeJson(raw), whole: keptLength === deliveredBytes }
    },
    result() {
      if (buckets !== null) {
        const complete = error === null && (doneSeen || finishSeen)
        return { usageSource: complete ? 'provider' : 'partial', buckets, usageRejected }
      }
      return {
        usageSource: deliveredBytes > 0 || doneSeen || finishSeen ? 'estimated' : 'none',
        buckets: null,
        usageRejected,
      }
    },
  }
}

/** The event without a range of its data. Several data lines were joined, so those are written as one. */
function without(event: SseEvent, data: Buffer, range: Range): Buffer {
  if (data.buffer === event.raw.buffer) {
    const shift = data.byteOffset - event.raw.byteOffset
    if (shift >= 0 && shift <= event.raw.length) {
      return Buffer.concat([
        event.raw.subarray(0, shift + range.start),
        event.raw.subarray(shift + range.end),
      ])
    }
  }
  const left = Buffer.concat([data.subarray(0, range.start), data.subarray(range.end)])
  return Buffer.from(`data: ${left.toString('utf8').replaceAll('\n', '')}\n\n`)
}

/** Only for the rare event that carries usage: whether `choices` is there and empty. */
function hasNoChoices(data: Buffer): boolean {
  const chunk = parse(data, { start: 0, end: data.length })
  const choices = (chunk as { choices?: unknown } | null)?.choices
  return Array.isArray(choices) && choices.length === 0
}

function parse(data: Buffer, range: Range): unknown {
  try {
    return JSON.parse(data.toString('utf8', range.start, range.end))
  } catch {
    return null
  }
}

function providerError(data: Buffer, range: Range): ProviderError {
  const value = parse(data, range)
  if (typeof value === 'string') return { message: value.slice(0, 2000), code: null, type: null }
  const fields = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  const text = (word: unknown): string | null =>
    typeof word === 'string' || typeof word === 'number' ? String(word).slice(0, 2000) : null
  return { message: text(fields.message), code: text(fields.code), type: text(fields.type) }
}
