/** From 0 up to, not including, 1. */
export type Random = () => number

/** The same numbers for the same seed (mulberry32), so that each demo has the same month. */
export function randomFrom(seed: number): Random {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A whole number from `least` up to, not including, `below`. */
export function whole(random: Random, least: number, below: number): number {
  return least + Math.floor(random() * (below - least))
}

export function chance(random: Random, of: number): boolean {
  return random() < of
}

export function pick<T>(random: Random, list: readonly [T, ...T[]]): T {
  return list[whole(random, 0, list.length)] ?? list[0]
}
