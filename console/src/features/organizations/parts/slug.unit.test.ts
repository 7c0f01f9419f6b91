import { expect, test } from 'vitest'
import { slugFrom } from './slug.ts'

test('a name suggests an organization account that the slug rules take, or nothing', () => {
  expect(slugFrom('Acme Robots, Inc.')).toBe('acme-robots-inc')
  expect(slugFrom('Crème brûlée')).toBe('creme-brulee')
  expect(slugFrom('  --  ')).toBe('')
  expect(slugFrom('示例')).toBe('')
  expect(slugFrom(`${'a'.repeat(39)} b`)).toBe('a'.repeat(39))
})
