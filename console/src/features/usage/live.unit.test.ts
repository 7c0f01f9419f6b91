import { expect, test } from 'vitest'
import { freshOf, withFresh } from './live.ts'
import type { Call } from './queries.ts'

const calls = (...ids: string[]) => ids.map((id) => ({ id }) as Call)
const ids = (rows: readonly Call[]) => rows.map(({ id }) => id)

test('new are calls that are not shown, also one that began before others and ended after them', () => {
  expect(ids(freshOf(calls('f', 'e', 'd', 'c'), calls('e', 'c'), false))).toEqual(['f', 'd'])
})

test('what lies below the rows that are loaded is not new, unless all are loaded', () => {
  expect(ids(freshOf(calls('c', 'b', 'a'), calls('c', 'b'), false))).toEqual([])
  expect(ids(freshOf(calls('c', 'b', 'a'), calls('c', 'b'), true))).toEqual(['a'])
  expect(ids(freshOf(calls('b', 'a'), [], false))).toEqual(['b', 'a'])
})

test('new calls take their places by time', () => {
  expect(ids(withFresh(calls('e', 'c'), calls('f', 'd')))).toEqual(['f', 'e', 'd', 'c'])
})
