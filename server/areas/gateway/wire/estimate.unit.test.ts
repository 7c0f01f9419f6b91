import { afterEach, expect, test } from 'vitest'
import { createEstimator, type Estimator, tokensByBytes } from './estimate.ts'

const open: Estimator[] = []
function estimator(options: Parameters<typeof createEstimator>[0] = {}): Estimator {
  const made = createEstimator(options)
  open.push(made)
  return made
}
afterEach(() => Promise.all(open.splice(0).map((one) => one.close())))

test('tokens are counted with o200k_base, control words as text', async () => {
  const { count } = estimator({ patienceMilliseconds: 30_000 })
  expect(await count('Hello, world!')).toEqual({ tokens: 4, counted: true })
  expect(await count('')).toEqual({ tokens: 0, counted: true })
  const control = await count('<|endoftext|>')
  expect(control.counted).toBe(true)
  expect(control.tokens).toBeGreaterThan(1)
})

test('the event loop goes on while a long text is counted', async () => {
  const { count } = estimator({ patienceMilliseconds: 30_000 })
  await count('warm')
  const text = 'The quick brown fox jumps over the lazy dog. '.repeat(15_000)
  let longest = 0
  let last = performance.now()
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last)
    last = performance.now()
  }, 1)
  const { tokens } = await count(text)
  clearInterval(timer)
  expect(tokens).toBeGreaterThan(100_000)
  expect(longest).toBeLessThan(100)
})

test('too long, too many, too slow, closed: bytes ÷ 3, at once', async () => {
  const { count } = estimator({ longestTextBytes: 10 })
  expect(await count('é'.repeat(6))).toEqual({ tokens: 4, counted: false })
  expect(tokensByBytes('éé')).toBe(2)

  const narrow = estimator({ longestQueue: 1, patienceMilliseconds: 30_000 })
  const [first, second] = await Promise.all([narrow.count('one two'), narrow.count('one two')])
  expect([first?.counted, second?.counted]).toEqual([true, false])

  const hasty = estimator({ patienceMilliseconds: 1 })
  expect(await hasty.count('one two')).toEqual({ tokens: 3, counted: false })

  await narrow.close()
  expect(await narrow.count('one two')).toEqual({ tokens: 3, counted: false })
})

test('closing answers what waits', async () => {
  const one = estimator({ patienceMilliseconds: 30_000 })
  const waiting = one.count('one two')
  await one.close()
  expect(await waiting).toEqual({ tokens: 3, counted: false })
})
