import { expect, test } from 'vitest'
import { csvLine } from './csv.ts'

test('a cell is text, whatever it holds: quotes, separators and line ends keep to one line', () => {
  expect(csvLine(['a', 1, true, null, 'say "hi", you', 'one\ntwo', ' edge', 'a;b'])).toBe(
    'a,1,true,,"say ""hi"", you",one two," edge","a;b"\r\n',
  )
})

test('no cell is a formula for a spreadsheet', () => {
  for (const text of [
    '=1+1',
    '+1',
    '-1',
    '@sum(a1)',
    '\t=1',
    '\r=1',
    '\n=1',
    '\uff1d1',
    '\uff0b1',
    '\uff0d1',
    '\uff20x',
  ])
    expect(csvLine([text]), JSON.stringify(text)).toMatch(/^"?'/)
  expect(csvLine(['a=1', '2026-11-22', 'req_-'])).toBe('a=1,2026-11-22,req_-\r\n')
})
