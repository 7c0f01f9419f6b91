import { expect, test } from 'vitest'
import { remember } from './remember.ts'

/** A reading that the test ends by hand, in any order. */
function byHand() {
  const readings: { resolve(value: string): void; reject(error: Error): void }[] = []
  const kept = remember(
    () => new Promise<string>((resolve, reject) => void readings.push({ resolve, reject })),
  )
  return { kept, readings }
}

test('one reading serves all who ask while it runs, and after it', async () => {
  const { kept, readings } = byHand()
  const asked = [kept.ready(), kept.ready()]
  readings[0]?.resolve('one')
  expect(await Promise.all(asked)).toEqual(['one', 'one'])
  expect(await kept.ready()).toBe('one')
  expect(kept.latest()).toBe('one')
  expect(readings.length).toBe(1)
})

test('a reading that began before a change serves nobody who asks after it', async () => {
  const { kept, readings } = byHand()
  const before = kept.ready()
  kept.forget()
  const after = kept.ready()
  readings[0]?.resolve('old')
  readings[1]?.resolve('new')
  expect(await after).toBe('new')
  expect(await before).toBe('new')
  expect(kept.latest()).toBe('new')
})

test('what failed is tried again by the next who asks', async () => {
  const { kept, readings } = byHand()
  const failed = kept.ready()
  readings[0]?.reject(new Error('no database'))
  await expect(failed).rejects.toThrow('no database')
  expect(() => kept.latest()).toThrow('await ready')
  const second = kept.ready()
  readings[1]?.resolve('there')
  expect(await second).toBe('there')
})
