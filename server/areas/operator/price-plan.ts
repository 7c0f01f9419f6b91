import { createHash } from 'node:crypto'
import type { z } from 'zod'
import { timestampInput } from '../../../contract/common.ts'
import type { priceImportView } from '../../../contract/operator-prices.ts'
import {
  isMoneyError,
  type OperatorPrice,
  priceInForce,
  type Rates,
  ratesFromUsd,
  ratesToJson,
  ratesToUsd,
} from '../money/index.ts'
import type { LineProblem, PriceLine, RefusedLine } from './price-file.ts'

type Figures = { state: 'priced' | 'free'; rates: Rates }
export type PlannedPrice = Figures & {
  line: number
  model: string
  /** Milliseconds since 1970; null: now. */
  effectiveFrom: number | null
}

/** What a list would do to our own prices. */
export type PricePlan = {
  added: PlannedPrice[]
  changed: (PlannedPrice & { before: Figures })[]
  removed: { model: string; before: Figures }[]
  unchanged: number
  refused: RefusedLine[]
}

/** How far behind our clock a date may be that was meant as "now". */
const skewMs = 60_000

type Judged = { ok: true; price: PlannedPrice } | { ok: false; problem: LineProblem; about: string | null }

function judge(line: PriceLine, standard: number | null, now: number): Judged {
  const refuse = (problem: LineProblem, about: string | null = null): Judged => ({
    ok: false,
    problem,
    about,
  })
  if (!/^\P{Cc}{1,256}$/u.test(line.model)) return refuse('bad_model')
  if (line.state !== null && line.state !== 'priced' && line.state !== 'free')
    return refuse('bad_state', line.state.slice(0, 100))
  let effectiveFrom = standard
  if (line.effectiveFrom !== null) {
    if (!timestampInput.safeParse(line.effectiveFrom).success)
      return refuse('bad_date', line.effectiveFrom.slice(0, 100))
    effectiveFrom = Date.parse(line.effectiveFrom)
    if (effectiveFrom < now - skewMs) return refuse('date_past', line.effectiveFrom)
  }
  let rates: Rates
  try {
    rates = ratesFromUsd({ ratesUsdPerMillion: line.rates, perRequestUsd: line.perRequestUsd ?? '0' })
  } catch (error) {
    if (!isMoneyError(error)) throw error
    return refuse('bad_rate', error.param.replace('ratesUsdPerMillion.', '').slice(0, 100))
  }
  const charges = Object.values(rates).some((rate) => rate !== 0n)
  if (line.state === 'free' && charges) return refuse('rates_of_free')
  if (line.state !== 'free' && !charges) return refuse('no_rates')
  const state = line.state === 'free' ? 'free' : 'priced'
  const kept = state === 'free' ? {} : rates
  return { ok: true, price: { line: line.line, model: line.model, effectiveFrom, state, rates: kept } }
}

const same = (a: Figures, b: Figures): boolean =>
  a.state === b.state && ratesToJson(a.rates) === ratesToJson(b.rates)

/**
 * Compares a list with our own prices, each line with what would be in force at its own moment.
 *
 * @param own every price of ours by model, oldest first.
 * @param options.effectiveFrom milliseconds since 1970 for lines without a date; null: now.
 * @param options.complete prices of models that the list does not name end; a line that is refused names its model all the same.
 */
export function planImport(
  read: { lines: readonly PriceLine[]; refused: readonly RefusedLine[] },
  own: ReadonlyMap<string, readonly OperatorPrice[]>,
  options: { effectiveFrom: number | null; complete: boolean },
  now: number,
): PricePlan {
  const plan: PricePlan = { added: [], changed: [], removed: [], unchanged: 0, refused: [...read.refused] }
  const seen = new Set<string>()
  for (const line of read.lines) {
    const judged = judge(line, options.effectiveFrom, now)
    if (!judged.ok) {
      const { problem, about } = judged
      plan.refused.push({ line: line.line, model: line.model.slice(0, 256), problem, about })
      continue
    }
    const { price } = judged
    const name = JSON.stringify([price.model, price.effectiveFrom])
    if (seen.has(name)) {
      plan.refused.push({ line: line.line, model: line.model, problem: 'duplicate', about: null })
      continue
    }
    seen.add(name)
    const before = priceInForce(own.get(price.model), Math.max(price.effectiveFrom ?? now, now))
    if (before === null) plan.added.push(price)
    else if (same(before, price)) plan.unchanged += 1
    else plan.changed.push({ ...price, before: { state: before.state, rates: before.rates } })
  }
  if (options.complete) {
    const named = new Set([...read.lines, ...read.refused].map(({ model }) => model))
    const at = Math.max(options.effectiveFrom ?? now, now)
    for (const [model, versions] of own) {
      const last = priceInForce(versions, at) ?? versions.findLast((one) => one.endedAt === null)
      if (!named.has(model) && last)
        plan.removed.push({ model, before: { state: last.state, rates: last.rates } })
    }
  }
  plan.refused.sort((a, b) => a.line - b.line)
  return plan
}

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString())

function figures({ state, rates }: Figures) {
  const { ratesUsdPerMillion, perRequestUsd } = ratesToUsd(rates)
  return { state, ratesUsdPerMillion: ratesUsdPerMillion as Record<string, string>, perRequestUsd }
}

/** The plan as it is shown. Two plans that would do the same have the same name. */
export function presentPlan(plan: PricePlan, from: number | null): z.input<typeof priceImportView> {
  const about = ({ line, model, effectiveFrom }: PlannedPrice) => ({
    ...{ line, model, effectiveFrom: iso(effectiveFrom) },
  })
  const added = plan.added.map((one) => ({ ...about(one), after: figures(one) }))
  const changed = plan.changed.map((one) => ({
    ...about(one),
    before: figures(one.before),
    after: figures(one),
  }))
  const removed = plan.removed.map(({ model, before }) => ({ model, before: figures(before) }))
  const name = createHash('sha256').update(JSON.stringify([added, changed, removed, from]))
  return {
    ...{ plan: name.digest('base64url'), added, changed, removed },
    ...{ unchanged: plan.unchanged, refused: plan.refused },
  }
}
