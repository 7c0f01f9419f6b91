import { type CheckReport, check } from '../areas/money/check.ts'
import { close } from '../areas/money/close.ts'
import { type GrantAsk, grant } from '../areas/money/grant.ts'
import { openCalls } from '../areas/money/interrupted.ts'
import { addLedgerEntry } from '../areas/money/ledger.ts'
import { birth, freshMs, heartbeat, reap } from '../areas/money/life.ts'
import { openWallet, walletId } from '../areas/money/meters.ts'
import { createPurse, type Hold, type Purse } from '../areas/money/purse.ts'
import type { CallRecord, Settlement } from '../areas/money/records.ts'
import { settle } from '../areas/money/settle.ts'
import type { Store } from '../db/store.ts'

/** One step of the machine; the numbers choose what exactly happens. */
export type Step = {
  kind: (typeof stepKinds)[number]
  node: 0 | 1 | 2
  a: number
  b: number
  /** Whether the answer of the database is lost on its way, so that the node asks again. */
  lost: boolean
}
export const stepKinds = [
  'admit',
  'settle',
  'overrun',
  'extend',
  'close',
  'heartbeat',
  'pause',
  'kill',
  'reap',
  'topUp',
  'lowerCap',
  'wait',
] as const

/** What a planted fault replaces. Everything else is the production code. */
export type Parts = {
  grant: typeof grant
  settle: typeof settle
  close: typeof close
  heartbeat: typeof heartbeat
  reap: typeof reap
  addEntry: typeof addLedgerEntry
  /** Nano-dollars of an exact sum in pico-dollars. */
  round(picos: bigint): bigint
}
export const productionParts: Parts = {
  grant,
  settle,
  close,
  heartbeat,
  reap,
  addEntry: addLedgerEntry,
  round: (picos) => (picos + 500n) / 1000n,
}

type Call = { id: string; hold: Hold; stream: boolean; at: number }
type Node = { owner: string; purse: Purse; seenAt: number; calls: Call[]; pausedUntil: number }

const organizationId = 'org_machine'
const wallet = walletId(organizationId)
const budgets = ['bud_key_a', 'bud_key_b', 'bud_member']
const touched = [[wallet, 'bud_key_a', 'bud_member'], [wallet, 'bud_key_b', 'bud_member'], [wallet]]
const start = 1_790_000_000_000
const reapEveryMs = 20_000

/** Three nodes on one store, with a clock of their own. */
export function createMachine(store: Store, parts: Parts) {
  let now = start
  let made = 0
  let reapedAt = start
  let nodes: Node[] = []
  const finished = new Map<string, bigint>()
  const id = (prefix: string): string => {
    made += 1
    return `${prefix}_${String(made).padStart(8, '0')}`
  }

  async function born(): Promise<Node> {
    const owner = id('own')
    await store.call(birth, { ownerId: owner, now })
    return { owner, purse: createPurse(), seenAt: now, calls: [], pausedUntil: 0 }
  }

  async function reborn(node: Node): Promise<void> {
    const fresh = await born()
    node.owner = fresh.owner
    node.seenAt = fresh.seenAt
    node.purse.drop()
  }

  async function reset(): Promise<void> {
    const { db } = store
    for (const table of [
      'usage_records',
      'usage_hours',
      'open_calls',
      'leases',
      'owners',
      'ledger',
      'meters',
    ] as const) {
      await db.deleteFrom(table).execute()
    }
    await openWallet(db, organizationId)
    const period = { period_start: null, period_end: null }
    for (const budget of budgets) {
      const row = { id: budget, kind: 'budget', scope: 'key', subject: budget, ...period, cap_nanos: 3000n }
      await db.insertInto('meters').values(row).execute()
    }
    await credit(5000n)
    nodes = [await born(), await born(), await born()]
  }

  async function credit(amountNanos: bigint): Promise<void> {
    const kind = amountNanos < 0n ? 'adjustment' : 'credit'
    const entry = {
      organizationId,
      kind,
      ref: id('ref'),
      amountNanos,
      note: '',
      accountId: null,
      now,
    } as const
    await store.transaction((tx) => parts.addEntry(tx, entry))
  }

  /** Leases until the hold fits, or not; a lost answer is asked for again under the same ids. */
  async function lease(
    node: Node,
    meters: readonly string[],
    nanos: bigint,
    lost: boolean,
  ): Promise<Hold | null> {
    const at = node.purse.take(meters, nanos, now)
    if (at) return at
    const asks = meters.flatMap((meterId): GrantAsk[] => {
      const needNanos = node.purse.missing(meterId, nanos, now)
      return needNanos > 0n ? [{ leaseId: id('lea'), meterId, needNanos, wantNanos: needNanos }] : []
    })
    let result = await store.call(parts.grant, { ownerId: node.owner, asks, now })
    // Twice lost: the node never learns of these leases, the heartbeat closes them.
    if (lost && made % 3 === 0) return null
    if (lost) result = await store.call(parts.grant, { ownerId: node.owner, asks, now })
    if (result.state === 'fenced') await reborn(node)
    if (result.state !== 'granted') return null
    node.purse.add(result.leases)
    return node.purse.take(meters, nanos, now)
  }

  const mayAdmit = (node: Node): boolean => now - node.seenAt < freshMs

  async function admit(node: Node, step: Step): Promise<void> {
    if (!mayAdmit(node)) return
    const hold = await lease(
      node,
      touched[step.b % touched.length] as string[],
      BigInt(step.a % 400),
      step.lost,
    )
    if (!hold) return
    const call: Call = { id: id('req'), hold, stream: step.b % 2 === 0, at: now }
    node.calls.push(call)
    if (call.stream) await store.call(openCalls, { ownerId: node.owner, calls: [openCall(call)] })
  }

  const openCall = (call: Call) => {
    const base = {
      organizationId,
      keyId: 'key_machine',
      accountId: 'acc_machine',
      model: 'm',
      endpoint: 'chat.completions',
    }
    return { ...base, requestId: call.id, at: call.at }
  }

  async function extend(node: Node, step: Step): Promise<void> {
    const call = node.calls[step.a % Math.max(1, node.calls.length)]
    if (!call || call.hold.nanos === 0n || !mayAdmit(node)) return
    const extra = await lease(node, call.hold.meters, BigInt(step.b % 200), step.lost)
    if (extra) node.purse.merge(call.hold, extra)
  }

  function settlement(call: Call, wholeNanos: bigint, picos: bigint): Settlement {
    const amounts = [wholeNanos * 1000n, picos]
    const cost = parts.round((amounts[0] as bigint) + picos)
    const lines = [
      ['input', String(wholeNanos), '1000', String(amounts[0])],
      ['output', '1', String(picos), String(picos)],
    ]
    const record: CallRecord = {
      ...openCall(call),
      stream: call.stream,
      status: 200,
      errorCode: null,
      usageSource: 'provider',
      costNanos: cost,
      priceId: null,
      unpriced: false,
      buckets: JSON.stringify(lines),
      attempts: '[]',
      latencyMs: 7,
      firstTokenMs: null,
      inputTokens: 3,
      outputTokens: 1,
      ip: null,
    }
    return {
      record,
      holdNanos: call.hold.nanos,
      meters: call.hold.meters,
      parts: call.hold.parts.map((part) => part.saved),
    }
  }

  /** Some of the node's calls end, some within their hold, some beyond it. */
  async function finish(node: Node, step: Step): Promise<void> {
    const batch = node.calls.splice(step.b % Math.max(1, node.calls.length), 1 + (step.a % 4))
    if (batch.length === 0) return
    const settled = batch.map((call, index) => {
      const within = call.hold.nanos === 0n ? 0n : BigInt((step.a * 7 + index) % Number(call.hold.nanos))
      const whole = step.kind === 'overrun' ? call.hold.nanos + BigInt(1 + (step.b % 50)) : within
      // A record without a meter has nothing that could carry a cost.
      return { call, settlement: settlement(call, whole, BigInt((step.b * 13) % 1000)) }
    })
    const settlements = settled.map((one) => one.settlement)
    await store.call(parts.settle, { settlements })
    if (step.lost) await store.call(parts.settle, { settlements })
    node.purse.settled(settled.map(({ call, settlement: one }) => ({ settlement: one, hold: call.hold })))
    for (const { record } of settlements) finished.set(record.requestId, record.costNanos)
  }

  async function giveBack(node: Node, step: Step): Promise<void> {
    const leaseIds = node.purse.takeIdle(Number.POSITIVE_INFINITY)
    await store.call(parts.close, { leaseIds })
    if (step.lost) await store.call(parts.close, { leaseIds })
  }

  async function beat(node: Node, step: Step): Promise<void> {
    const sent = now
    const seq = await store.call(parts.heartbeat, {
      ownerId: node.owner,
      remembered: node.purse.remembered(),
      now,
    })
    if (seq === null) await reborn(node)
    else if (!step.lost) node.seenAt = sent
  }

  async function reapAll(): Promise<void> {
    reapedAt = now
    // Bounded, so that a planted fault cannot hang the machine.
    for (let i = 0; i < 5; i += 1) if ((await store.call(parts.reap, { now })) === 0) return
  }

  async function act(step: Step): Promise<void> {
    const node = nodes[step.node] as Node
    if (step.kind === 'reap') return reapAll()
    if (step.kind === 'topUp') return credit(BigInt(step.a % 2000))
    if (step.kind === 'lowerCap') return credit(-BigInt(step.a % 1500))
    // A paused process does nothing, and forgets nothing.
    if (now < node.pausedUntil) return
    if (step.kind === 'admit') return admit(node, step)
    if (step.kind === 'settle' || step.kind === 'overrun') return finish(node, step)
    if (step.kind === 'extend') return extend(node, step)
    if (step.kind === 'close') return giveBack(node, step)
    if (step.kind === 'heartbeat') return beat(node, step)
    if (step.kind === 'pause') node.pausedUntil = now + (step.a % 2 === 0 ? 5000 : 90_000)
    if (step.kind === 'kill') nodes[step.node] = await born()
  }

  async function report(): Promise<CheckReport> {
    return check(store.db, now)
  }

  return {
    reset,
    report,
    /** Time passes, then something happens; production's timers reap now and then whatever the steps do. */
    async step(step: Step): Promise<void> {
      now += [0, 0, 0, 1000, 2000][step.b % 5] as number
      if (step.kind === 'wait') now += 1000 * (step.a % 40)
      await act(step)
      if (now - reapedAt >= reapEveryMs) await reapAll()
    },
    /** Finished calls whose record is missing or says something else. */
    async lost(): Promise<string[]> {
      const rows = await store.db.selectFrom('usage_records').select(['request_id', 'cost_nanos']).execute()
      const costs = new Map(rows.map((row) => [row.request_id, row.cost_nanos]))
      return [...finished]
        .filter(([request, cost]) => costs.get(request) !== cost)
        .map(([request]) => request)
    },
    /** Everybody dies; what they held must be free again. */
    async end(): Promise<bigint> {
      now += 100_000
      for (let i = 0; i < 50; i += 1) if ((await store.call(parts.reap, { now })) === 0) break
      const row = await store.db
        .selectFrom('meters')
        .select(({ fn }) => fn.sum<bigint>('leased_nanos').as('leased_nanos'))
        .executeTakeFirst()
      return row?.leased_nanos ?? 0n
    },
  }
}
