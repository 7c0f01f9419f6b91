import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CrashWorld, crashWorld } from '../testing/crash-world.ts'

let world: CrashWorld
beforeAll(async () => {
  world = await crashWorld()
})
afterAll(() => world.close())

test('a server whose log nobody reads any more serves on, and stops in order', {
  timeout: 60_000,
}, async () => {
  world.environment.PORTICO_LOG_LEVEL = 'info'
  const node = await world.start()
  try {
    // What reads it is gone, as when `script/server | tee log` loses its tee.
    node.child.stdout?.destroy()
    node.child.stderr?.destroy()
    for (let i = 0; i < 5; i += 1) {
      // A line of the log each.
      const answer = await fetch(`${node.url}/api/v1/auth/methods`, { signal: AbortSignal.timeout(10_000) })
      expect(answer.status).toBe(200)
    }
    expect((await world.call(node.url, 'slow', false)).complete).toBe(true)
    expect(await node.stop()).toBe(0)
  } finally {
    await node.kill()
  }
})
