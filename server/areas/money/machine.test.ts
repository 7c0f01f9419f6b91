import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  closeKeepsLeased,
  creditWithoutLedger,
  grantUnguarded,
  reapNobody,
  roundTwice,
  settleChargesAgain,
  settleKeepsInterrupted,
  settleWithoutHours,
} from '../../testing/faulty-money.ts'
import { openTestStore, type TestStore } from '../../testing/index.ts'
import {
  createMachine,
  type Parts,
  productionParts,
  type Step,
  stepKinds,
} from '../../testing/money-machine.ts'

const totalSteps = Number(process.env.PORTICO_MACHINE_STEPS ?? 100_000)
const stepsPerRun = 200

let opened: TestStore
beforeAll(async () => {
  opened = await openTestStore()
})
afterAll(() => opened.close())

const weights: Record<Step['kind'], number> = {
  admit: 34,
  settle: 22,
  overrun: 5,
  extend: 4,
  close: 8,
  heartbeat: 12,
  pause: 2,
  kill: 1,
  reap: 3,
  topUp: 2,
  lowerCap: 1,
  wait: 6,
}

const steps = fc.array(
  fc.record({
    kind: fc.oneof(...stepKinds.map((kind) => ({ arbitrary: fc.constant(kind), weight: weights[kind] }))),
    node: fc.constantFrom(0 as const, 1 as const, 2 as const),
    a: fc.nat(10_000),
    b: fc.nat(10_000),
    lost: fc.boolean(),
  }),
  { minLength: stepsPerRun, maxLength: stepsPerRun, size: 'max' },
)

async function walk(parts: Parts, list: readonly Step[]): Promise<void> {
  const machine = createMachine(opened.store, parts)
  await machine.reset()
  for (const [index, step] of list.entries()) {
    await machine.step(step)
    const { findings } = await machine.report()
    const broken = findings.map(
      ({ statement, where, problem }) => `statement ${statement} at ${where}: ${problem}`,
    )
    expect(broken.join(' | '), `after step ${index} ${JSON.stringify(step)}: ${broken.join('; ')}`).toBe('')
  }
  expect(await machine.lost(), 'finished calls without their record').toEqual([])
  expect(await machine.end(), 'money still held after everybody died').toBe(0n)
}

/** Runs until a fault shows; null where none did. */
async function firstFailure(parts: Parts, runs: number): Promise<string | null> {
  const details = await fc.check(
    fc.asyncProperty(steps, (list) => walk(parts, list)),
    { numRuns: runs, endOnFailure: true, seed: 42 },
  )
  return details.failed ? String(details.errorInstance) : null
}

describe('promise 2, conserved: the seven statements hold after each step', () => {
  test(`${totalSteps} steps of three nodes through the production SQL`, { timeout: 1_200_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(steps, (list) => walk(productionParts, list)),
      {
        numRuns: Math.ceil(totalSteps / stepsPerRun),
        endOnFailure: true,
      },
    )
  })
})

describe('a fault planted on purpose turns the checker red', () => {
  const faults: [number | string, string, Partial<Parts>][] = [
    [1, 'a closed lease stays leased', { close: closeKeepsLeased }],
    [2, 'a settlement sent again charges again', { settle: settleChargesAgain }],
    [3, 'credit without a ledger entry', { addEntry: creditWithoutLedger }],
    [4, 'a grant that ignores what is left', { grant: grantUnguarded }],
    [5, 'nobody reaps the dead', { reap: reapNobody }],
    [6, 'each part of a cost rounded by itself', { round: roundTwice }],
    [7, 'records that no roll-up knows of', { settle: settleWithoutHours }],
    ['finished calls', 'a paused stream is never charged', { settle: settleKeepsInterrupted }],
  ]
  for (const [statement, fault, parts] of faults) {
    test(`${statement}: ${fault}`, { timeout: 300_000 }, async () => {
      const failure = await firstFailure({ ...productionParts, ...parts }, 60)
      expect(failure, 'the fault was not noticed').not.toBeNull()
      if (typeof statement === 'number') expect(failure).toContain(`statement ${statement} `)
      else expect(failure).toContain(statement)
    })
  }
})
