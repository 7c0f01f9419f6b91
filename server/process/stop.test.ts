import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CrashWorld, crashWorld } from '../testing/crash-world.ts'
import { runCommand } from '../testing/node-process.ts'

let world: CrashWorld
beforeAll(async () => {
  world = await crashWorld()
})
afterAll(() => world.close())

describe('a stop drains calls and writes', () => {
  test('a stream under way is finished and billed, new calls are not taken, and the exit code is 0', {
    timeout: 60_000,
  }, async () => {
    const node = await world.start()
    const stream = world.call(node.url, 'hang-on', true)
    await new Promise((resolve) => setTimeout(resolve, 900))
    const stopped = node.stop()
    await new Promise((resolve) => setTimeout(resolve, 200))
    const refused = await world.call(node.url, 'slow', false)
    expect(refused.complete, 'no new call after the signal').toBe(false)
    expect((await stream).complete).toBe(true)
    expect(await stopped).toBe(0)
    const { requestId } = await stream
    const record = await world.look(({ db }) =>
      db
        .selectFrom('usage_records')
        .select(['status', 'cost_nanos'])
        .where('request_id', '=', requestId)
        .executeTakeFirst(),
    )
    expect(record).toEqual({ status: 200, cost_nanos: 74_000n })
    const leases = await world.look(({ db }) =>
      db.selectFrom('leases').select('id').where('state', '=', 'active').execute(),
    )
    expect(leases, 'everything is given back').toEqual([])
    expect((await runCommand(world.environment, 'check')).code).toBe(0)
  })
})
