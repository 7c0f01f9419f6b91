import { costOf } from '../money/index.ts'
import type { Call } from './call.ts'
import type { RelayParts } from './relay.ts'
import type { GatewayRequest } from './wire/request.ts'

/** Watches what a stream delivers against what is held for it. */
export type OutputMeter = {
  /** Whether so many bytes of answer come near what is held. Cheap: asked with each chunk. */
  near(deliveredBytes: number): boolean
  /** Sets more aside; false where there is no more, so that the stream ends. */
  extend(deliveredBytes: number): Promise<boolean>
}

/** Bytes of answer that a token is taken to be: an upstream that was told a limit keeps to it, so only far beyond it is it doubted. */
const bytesPerToken = { limited: 8, open: 3 }
const nearBy = 0.9

/** Money.md, "The hold": a stream that comes near its hold extends it. */
export function outputMeter(
  { teller, settings }: RelayParts,
  call: Call,
  request: GatewayRequest,
): OutputMeter {
  const { hold, price } = call
  if (!hold || !price || hold.nanos === 0n || request.endpoint !== 'chat.completions') {
    return { near: () => false, extend: async () => true }
  }
  const limited = request.maxOutputTokens ?? call.clippedOutput
  const perToken = limited === null ? bytesPerToken.open : bytesPerToken.limited
  const choices = request.choices
  let tokens = limited === null ? null : limited * choices
  let nearBytes = tokens === null ? Number.POSITIVE_INFINITY : tokens * perToken * nearBy
  if (tokens === null) {
    void settings.current().then(({ defaultMaxOutputTokens }) => {
      tokens = defaultMaxOutputTokens * choices
      nearBytes = tokens * perToken * nearBy
    })
  }
  return {
    near: (deliveredBytes) => deliveredBytes >= nearBytes,
    async extend(deliveredBytes) {
      // As much again as was expected, and at least what came already, with a quarter on top.
      const come = Math.ceil((deliveredBytes / perToken) * 1.25)
      const more = Math.max(256, tokens ?? 0, come - (tokens ?? 0))
      const { costNanos } = costOf(price.version, { output: BigInt(more) })
      if (!(await teller.extend(hold, costNanos + 1n))) return false
      tokens = (tokens ?? 0) + more
      nearBytes = tokens * perToken * nearBy
      return true
    },
  }
}
