import type { GrantedLease } from './grant.ts'
import type { HoldPart, Settlement } from './records.ts'
import { usedOf } from './records.ts'

type Lease = {
  id: string
  meterId: string
  granted: bigint
  /** Settled and durable. */
  used: bigint
  /** Set aside for calls in flight, and for finished ones that are not durable yet. */
  held: bigint
  periodEnd: number | null
  /** Given back as soon as nothing is held: its meter's cap was lowered, or another node needs it. */
  recalled: boolean
  /** Since when nothing is held, by the monotonic clock. */
  idleSince: number | null
}

/** Money set aside for a call: the same amount on every meter that it touches, each in parts of leases. */
export type Hold = {
  nanos: bigint
  readonly meters: readonly string[]
  readonly parts: { lease: Lease; saved: HoldPart }[]
}

const idleMs = 2000

/** The leases that this node has, and what is set aside of them. Everything here happens within one turn of the event loop. */
export type Purse = {
  /** All meters or none (rule 2); null where what is at hand does not carry it. */
  take(meters: readonly string[], nanos: bigint, nowMs: number): Hold | null
  /** What is missing on a meter for so much. */
  missing(meterId: string, nanos: bigint, nowMs: number): bigint
  merge(hold: Hold, extra: Hold): void
  release(hold: Hold): void
  settled(batch: readonly { settlement: Settlement; hold: Hold | null }[]): void
  add(leases: readonly GrantedLease[]): void
  /** A meter's leases are given back when nothing is held of them any more; null: every meter's. */
  recall(meterId: string | null): void
  /** Forgets leases that are idle and returns their ids, to be closed. */
  takeIdle(monotonicMs: number): string[]
  remembered(): string[]
  /** Forgets everything: this node was declared dead. Calls in flight settle late. */
  drop(): void
  /** Calls that hold something now, finished ones that are not durable yet among them. */
  open(): number
  figures(): { heldNanos: bigint; leases: number }
}

/** An empty purse. */
export function createPurse(): Purse {
  const byId = new Map<string, Lease>()
  const byMeter = new Map<string, Lease[]>()
  let open = 0

  const usable = (lease: Lease, nowMs: number): boolean =>
    !lease.recalled && (lease.periodEnd === null || nowMs < lease.periodEnd)
  const free = (lease: Lease): bigint => lease.granted - lease.used - lease.held

  function freeOf(meterId: string, nowMs: number): bigint {
    let sum = 0n
    for (const lease of byMeter.get(meterId) ?? []) if (usable(lease, nowMs)) sum += free(lease)
    return sum
  }

  function deduct(hold: Hold, meterId: string, nanos: bigint, nowMs: number): void {
    let rest = nanos
    for (const lease of byMeter.get(meterId) ?? []) {
      if (rest === 0n) return
      if (!usable(lease, nowMs)) continue
      const left = free(lease)
      const amount = left < rest ? left : rest
      if (amount <= 0n) continue
      lease.held += amount
      lease.idleSince = null
      rest -= amount
      hold.parts.push({ lease, saved: { leaseId: lease.id, meterId, nanos: amount } })
    }
  }

  function giveBack(lease: Lease, nanos: bigint): void {
    lease.held -= nanos
    if (lease.held === 0n) lease.idleSince = performance.now()
  }

  function forget(lease: Lease): void {
    byId.delete(lease.id)
    const others = (byMeter.get(lease.meterId) ?? []).filter((one) => one !== lease)
    if (others.length === 0) byMeter.delete(lease.meterId)
    else byMeter.set(lease.meterId, others)
  }

  return {
    take(meters, nanos, nowMs) {
      if (nanos > 0n) for (const meterId of meters) if (freeOf(meterId, nowMs) < nanos) return null
      const hold: Hold = { nanos, meters, parts: [] }
      if (nanos > 0n) for (const meterId of meters) deduct(hold, meterId, nanos, nowMs)
      open += 1
      return hold
    },
    missing(meterId, nanos, nowMs) {
      const left = nanos - freeOf(meterId, nowMs)
      return left > 0n ? left : 0n
    },
    merge(hold, extra) {
      open -= 1
      hold.nanos += extra.nanos
      hold.parts.push(...extra.parts)
    },
    release(hold) {
      open -= 1
      for (const { lease, saved } of hold.parts) giveBack(lease, saved.nanos)
      hold.parts.length = 0
    },
    settled(batch) {
      for (const { settlement, hold } of batch) {
        if (!hold) continue
        open -= 1
        for (const { leaseId, nanos } of usedOf(settlement)) {
          const lease = byId.get(leaseId)
          if (lease) lease.used += nanos
        }
        for (const { lease, saved } of hold.parts) giveBack(lease, saved.nanos)
        hold.parts.length = 0
      }
    },
    add(leases) {
      for (const { leaseId, meterId, grantedNanos, periodEnd } of leases) {
        if (byId.has(leaseId)) continue
        const lease: Lease = {
          id: leaseId,
          meterId,
          granted: grantedNanos,
          used: 0n,
          held: 0n,
          periodEnd,
          recalled: false,
          idleSince: performance.now(),
        }
        byId.set(leaseId, lease)
        byMeter.set(meterId, [...(byMeter.get(meterId) ?? []), lease])
      }
    },
    recall(meterId) {
      for (const lease of meterId === null ? byId.values() : (byMeter.get(meterId) ?? []))
        lease.recalled = true
    },
    takeIdle(monotonicMs) {
      const ids: string[] = []
      for (const lease of [...byId.values()]) {
        if (lease.held !== 0n) continue
        const idle = lease.idleSince !== null && monotonicMs - lease.idleSince >= idleMs
        if (!idle && !lease.recalled && free(lease) > 0n) continue
        forget(lease)
        ids.push(lease.id)
      }
      return ids
    },
    remembered: () => [...byId.keys()],
    drop() {
      byId.clear()
      byMeter.clear()
    },
    open: () => open,
    figures() {
      let heldNanos = 0n
      for (const lease of byId.values()) heldNanos += lease.held
      return { heldNanos, leases: byId.size }
    },
  }
}
