import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CrashWorld, crashWorld, type Sent } from '../testing/crash-world.ts'
import { testStoreKind } from '../testing/index.ts'
import { runCommand } from '../testing/node-process.ts'

let world: CrashWorld
beforeAll(async () => {
  world = await crashWorld()
})
afterAll(() => world.close())

/** Twelve tokens in at 2 USD, five out at 10 USD a million. */
const costNanos = 74_000n

/** Whatever its client got the last byte of is written down, once, at its price. */
async function expectBilled(sent: readonly Sent[]): Promise<void> {
  const complete = sent.filter((one) => one.complete)
  expect(complete.length, 'calls that were seen to the end').toBeGreaterThan(0)
  const costs = await world.look(async ({ db }) => {
    const rows = await db.selectFrom('usage_records').select(['request_id', 'cost_nanos']).execute()
    return new Map(rows.map((row) => [row.request_id, row.cost_nanos]))
  })
  const unbilled = complete.filter((one) => costs.get(one.requestId) !== costNanos)
  expect(unbilled, 'finished calls without their record').toEqual([])
}

const activeLeases = () =>
  world.look(({ db }) =>
    db
      .selectFrom('leases')
      .select('id')
      .where('state', '=', 'active')
      .execute()
      .then((rows) => rows.length),
  )

describe('promise 4: nothing finished goes unbilled', () => {
  test('kill -9 twenty times under mixed load: every finished call is billed once, and the database opens', {
    timeout: 400_000,
  }, async () => {
    const sent: Sent[] = []
    for (let round = 0; round < 20; round += 1) {
      const node = await world.start()
      let running = true
      const worker = async (stream: boolean): Promise<void> => {
        while (running) sent.push(await world.call(node.url, stream ? 'trickle' : 'slow', stream))
      }
      const workers = Array.from({ length: 12 }, (_, index) => worker(index % 2 === 0))
      await new Promise((resolve) => setTimeout(resolve, 250 + round * 20))
      await node.kill()
      running = false
      await Promise.all(workers)
    }
    expect(
      sent.some((one) => !one.complete),
      'some calls were cut in the middle',
    ).toBe(true)
    await expectBilled(sent)

    const last = await world.start()
    // At its start on SQLite; on PostgreSQL when the dead nodes' time is up.
    await expect
      .poll(async () => (testStoreKind() === 'postgres' ? activeLeases() : 0), {
        timeout: 60_000,
        interval: 1000,
      })
      .toBe(0)
    sent.push(await world.call(last.url, 'slow', false))
    expect(sent.at(-1)?.complete, 'it serves again').toBe(true)
    expect(await last.stop()).toBe(0)
    expect(await activeLeases(), 'held money is free again').toBe(0)
    const interrupted = await world.look(({ db }) =>
      db.selectFrom('usage_records').select('request_id').where('error_code', '=', 'interrupted').execute(),
    )
    expect(interrupted.length, 'streams cut in the middle left a trace').toBeGreaterThan(0)
    const checked = await runCommand(world.environment, 'check')
    expect(checked.code, checked.output).toBe(0)
  })

  test.runIf(process.env.PORTICO_TEST_STORE === 'postgres')(
    'a node paused for 90 s while a second one takes over: its calls settle late, once, and its money is free before',
    { timeout: 300_000 },
    async () => {
      const paused = await world.start()
      const other = await world.start()
      const streams = Array.from({ length: 6 }, () => world.call(paused.url, 'hang-on', true))
      await new Promise((resolve) => setTimeout(resolve, 1200))
      paused.child.kill('SIGSTOP')
      const stopped = Date.now()
      const sent: Sent[] = []
      const meanwhile = async (): Promise<void> => {
        while (Date.now() - stopped < 90_000) {
          sent.push(await world.call(other.url, 'slow', false))
          await new Promise((resolve) => setTimeout(resolve, 500))
        }
      }
      const load = meanwhile()
      await expect
        .poll(
          () =>
            world.look(({ db }) =>
              db
                .selectFrom('leases')
                .innerJoin('owners', 'owners.id', 'leases.owner_id')
                .select('leases.id')
                .where('leases.state', '=', 'active')
                .where('owners.state', '=', 'dead')
                .execute()
                .then((rows) => rows.length),
            ),
          { timeout: 60_000, interval: 1000 },
        )
        .toBe(0)
      const reaped = await world.look(({ db }) =>
        db.selectFrom('owners').select('id').where('state', '=', 'dead').execute(),
      )
      expect(reaped.length).toBeGreaterThan(0)
      await load
      paused.child.kill('SIGCONT')
      sent.push(...(await Promise.all(streams)))
      sent.push(await world.call(paused.url, 'slow', false))
      expect(sent.every((one) => one.complete)).toBe(true)
      await expectBilled(sent)
      expect(await paused.stop()).toBe(0)
      expect(await other.stop()).toBe(0)
      const late = await world.look(({ db }) =>
        db.selectFrom('usage_records').select('request_id').where('late', '=', 1).execute(),
      )
      expect(late.length, 'what the paused node finished settled late').toBeGreaterThan(0)
      const checked = await runCommand(world.environment, 'check')
      expect(checked.code, checked.output).toBe(0)
      expect(await activeLeases()).toBe(0)
    },
  )
})
