import type { UpstreamInfo } from './registry.ts'

/** The order in which upstreams are tried: by priority, and among equals by weight, at random. */
export function tryingOrder(
  candidates: readonly UpstreamInfo[],
  random: () => number = Math.random,
): UpstreamInfo[] {
  if (candidates.length < 2) return [...candidates]
  const rest = [...candidates]
  const order: UpstreamInfo[] = []
  while (rest.length > 0) {
    const highest = rest[0]?.priority
    const equals = rest.filter(
      (one) => one.priority === highest && (one.kind === 'sandbox') === (rest[0]?.kind === 'sandbox'),
    )
    let point = random() * equals.reduce((sum, one) => sum + one.weight, 0)
    const picked = equals.find((one) => {
      point -= one.weight
      return point < 0
    })
    const next = picked ?? (equals.at(-1) as UpstreamInfo)
    order.push(next)
    rest.splice(rest.indexOf(next), 1)
  }
  return order
}
