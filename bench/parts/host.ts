import { readFileSync } from 'node:fs'

/** What the machine wanted of its processors, and what its host gave to others of that, in clock ticks (proc(5)). */
function ticks(): { wanted: number; refused: number } | null {
  try {
    const [, user, nice, system, , , irq, soft, steal] = (
      readFileSync('/proc/stat', 'utf8').split('\n')[0] ?? ''
    )
      .split(/ +/)
      .map(Number) as number[]
    const refused = steal ?? 0
    return {
      wanted: [user, nice, system, irq, soft].reduce((sum: number, one) => sum + (one ?? 0), refused),
      refused,
    }
  } catch {
    return null
  }
}

/** Begins to watch; what it returns tells the share of the wanted time that was refused since, 0 to 1. */
function watchHost(): () => number {
  const before = ticks()
  return () => {
    const now = ticks()
    if (!before || !now || now.wanted === before.wanted) return 0
    return (now.refused - before.refused) / (now.wanted - before.wanted)
  }
}

/** A measurement and the share of the processors that the machine did not get meanwhile. */
type Measured<T> = { value: T; refused: number }
/** Below it a measurement counts as undisturbed by other machines of the host. */
const quiet = 0.03

/** A measurement with what the host took meanwhile. */
export async function observed<T>(act: () => Promise<T>): Promise<Measured<T>> {
  const refused = watchHost()
  const value = await act()
  return { value, refused: refused() }
}

/** As many as `count` of the measurements: those in which the machine got most of what it wanted, in the order of their time. */
function quietest<T>(all: readonly Measured<T>[], count: number): Measured<T>[] {
  const kept = new Set([...all].sort((a, b) => a.refused - b.refused).slice(0, count))
  return all.filter((one) => kept.has(one))
}

/**
 * Measures until `count` measurements were undisturbed, and at most `most` times; the quietest `count` are returned. A virtual machine that
 * loses a third of its time to others measures those others: their work throws ours out of the caches.
 */
export async function whileQuiet<T>(
  { count, most }: { count: number; most: number },
  measure: () => Promise<Measured<T>>,
): Promise<{ kept: Measured<T>[]; tried: number; worst: number }> {
  const all: Measured<T>[] = []
  while (all.length < most && all.filter((one) => one.refused <= quiet).length < count) {
    all.push(await measure())
  }
  const kept = quietest(all, count)
  return { kept, tried: all.length, worst: Math.max(...kept.map((one) => one.refused)) }
}
