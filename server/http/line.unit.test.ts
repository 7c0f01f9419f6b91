import { expect, test } from 'vitest'
import { createLine } from './line.ts'

const turn = () => new Promise((resolve) => setImmediate(resolve))

test('rule 5: of many that come at once one goes on in each turn of the event loop, in their order', async () => {
  const line = createLine()
  const gone: number[] = []
  const all = Promise.all(Array.from({ length: 50 }, (_, i) => line().then(() => gone.push(i))))
  for (let turns = 1; turns <= 50; turns += 1) {
    await turn()
    expect(gone.length, `after ${turns} turns`).toBeLessThanOrEqual(turns)
  }
  await all
  expect(gone).toEqual([...gone].sort((a, b) => a - b))
  expect(gone).toHaveLength(50)
  // Who comes later, alone, does not wait for a crowd that is gone.
  await Promise.race([
    line(),
    turn()
      .then(turn)
      .then(() => Promise.reject(new Error('it waited'))),
  ])
})
