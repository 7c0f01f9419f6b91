import { expect, test } from 'vitest'
import { labelled, runsOf, ticksTo } from './scale.ts'

test('the lines of a chart stand at round numbers and reach over the highest value', () => {
  expect(ticksTo(0)).toEqual([0, 1])
  expect(ticksTo(4)).toEqual([0, 1, 2, 3, 4])
  expect(ticksTo(97)).toEqual([0, 25, 50, 75, 100])
  expect(ticksTo(0.0003)).toEqual([0, 0.0001, 0.0002, 0.0003])
  for (const most of [1, 3, 7.3, 19, 123_456, 0.071]) {
    const ticks = ticksTo(most)
    expect(ticks.at(-1)).toBeGreaterThanOrEqual(most)
    expect(ticks.length).toBeLessThanOrEqual(6)
  }
})

test('what is missing leaves a gap in a line; zero does not', () => {
  expect(runsOf([1, 0, null, null, 3, null])).toEqual([[0, 1], [4]])
  expect(runsOf([null])).toEqual([])
})

test('so many labels fit below, the first one among them', () => {
  const of = (points: number) => Array.from({ length: points }, (_, i) => i).filter(labelled(points, 6))
  expect(of(4)).toEqual([0, 1, 2, 3])
  expect(of(31)).toEqual([0, 6, 12, 18, 24, 30])
})
