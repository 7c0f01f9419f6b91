import type { Teller } from './areas/money/index.ts'
import type { Figure } from './http/metrics.ts'

/** What `/metrics` tells of money in flight. Prometheus counts in floats, so these are for watching, never for sums. */
export function moneyFigures(teller: Teller): Figure[] {
  const { heldNanos, leases, queued } = teller.figures()
  return [
    {
      name: 'portico_held_nanodollars',
      help: 'Money set aside for calls in flight on this node, in nano-dollars',
      value: Number(heldNanos),
    },
    { name: 'portico_leases', help: 'Leases that this node holds on wallets and budgets', value: leases },
    { name: 'portico_settle_queue', help: 'Finished calls that wait to be written down', value: queued },
  ]
}
