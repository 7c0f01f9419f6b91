import { expect, test } from 'vitest'
import { suggestPassphrase } from './passphrase.ts'
import { words } from './passphrase-words.ts'

test('a suggested passphrase is six words of 512, each as likely as the others', () => {
  expect(words.length).toBe(512)
  expect(new Set(words).size).toBe(512)
  expect(words.every((word) => /^[a-z]{3,9}$/.test(word))).toBe(true)
  expect(suggestPassphrase(() => new Uint16Array([0, 511, 512, 513, 1, 65_535]))).toBe(
    [words[0], words[511], words[0], words[1], words[1], words[511]].join(' '),
  )
})

test('rule 1: the shortest suggestion is long enough for the strictest default', () => {
  const shortest = Math.min(...words.map((word) => word.length))
  expect(6 * shortest + 5).toBeGreaterThanOrEqual(15)
  expect(suggestPassphrase()).not.toBe(suggestPassphrase())
})
