import { expect, test } from 'vitest'
import { startSweeper } from './sweeper.ts'

const wait = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds))
const silent = () => {}

test('sweeps run again and again; one that fails is logged and keeps no other from running', async () => {
  const errors: object[] = []
  let ran = 0
  const sweeps = [
    { name: 'broken', run: async () => Promise.reject(new Error('no database')) },
    {
      name: 'good',
      async run() {
        ran += 1
      },
    },
  ]
  const log = {
    debug: silent,
    info: silent,
    warn: silent,
    error: (fields: object) => void errors.push(fields),
  }
  const stop = startSweeper(sweeps, log, { firstAfter: 1, every: 5 })
  for (let i = 0; i < 200 && ran < 3; i += 1) await wait(5)
  await stop()
  expect(ran).toBeGreaterThanOrEqual(3)
  expect(errors[0]).toMatchObject({ sweep: 'broken' })
  const before = ran
  await wait(30)
  expect(ran).toBe(before)
})

test('stopping waits for the sweep that is running', async () => {
  let ended = false
  const slow = {
    name: 'slow',
    async run() {
      await wait(40)
      ended = true
    },
  }
  const log = { debug: silent, info: silent, warn: silent, error: silent }
  const stop = startSweeper([slow], log, { firstAfter: 0, every: 1000 })
  await wait(20)
  await stop()
  expect(ended).toBe(true)
})
