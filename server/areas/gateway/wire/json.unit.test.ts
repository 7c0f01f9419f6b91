import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyEdits, scanObject, unescapeJson } from './json.ts'

const object = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 6 })
const indent = fc.constantFrom(undefined, 2, '\t', '\n ')

test('members are found where they are, whatever the object holds', () => {
  fc.assert(
    fc.property(object, indent, (value, space) => {
      const text = Buffer.from(` \n${JSON.stringify(value, null, space)}\r\n`)
      const scan = scanObject(text)
      expect(scan?.members.map((member) => member.key)).toEqual(
        Object.keys(JSON.parse(text.toString('utf8'))),
      )
      for (const { key, keyStart, valueStart, valueEnd } of scan!.members) {
        expect(JSON.parse(text.toString('utf8', valueStart, valueEnd))).toEqual(
          JSON.parse(JSON.stringify(value))[key],
        )
        expect(text.toString('utf8', keyStart, valueEnd).startsWith('"')).toBe(true)
      }
    }),
  )
})

test('strings end at their own quote on both sides of the byte-wise patience', () => {
  for (let length = 1010; length < 1035; length++) {
    for (const end of ['', '\\"', '\\\\', '\\\\\\"', '\\"}', '\\\\'.repeat(40), '\\"'.repeat(40)]) {
      const text = Buffer.from(`{"k":"${'a'.repeat(length)}${end}","z":1}`)
      expect(scanObject(text)?.members.map((member) => member.key)).toEqual(['k', 'z'])
      expect(scanObject(text.subarray(0, -8 - 1))).toBeNull()
    }
  }
})

test('a repeated key appears twice, an escaped one decoded', () => {
  const text = Buffer.from('{"model":1,"mod\\u0065l":2}')
  expect(scanObject(text)?.members.map((member) => member.key)).toEqual(['model', 'model'])
})

test('keys are told apart, however many there are, and however alike', () => {
  // Far more than are kept, of all lengths around the longest kept one; each is read between others.
  const keys = Array.from({ length: 4000 }, (_, at) => `k${at}${'x'.repeat(at % 36)}`)
  keys.push('', 'é', 'clé', '\u007f', 'a'.repeat(32), 'a'.repeat(33))
  for (const read of [keys, keys.toReversed()]) {
    for (let at = 1; at < read.length; at++) {
      const three = [read[at], read[at - 1], `${read[at]}.`]
      const text = Buffer.from(`{${three.map((key) => `${JSON.stringify(key)}:1`).join()}}`)
      expect(scanObject(text)?.members.map((member) => member.key)).toEqual(three)
    }
  }
})

test('what is not one object is null, and nothing ever throws', () => {
  for (const text of [
    '',
    '[]',
    '"a"',
    '{',
    '{"a"',
    '{"a":',
    '{"a":1',
    '{"a":1}}',
    '{a:1}',
    '{"a":1,}',
    '{"a" 1}',
    '{}x',
  ]) {
    expect(scanObject(Buffer.from(text)), text).toBeNull()
  }
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      scanObject(Buffer.from(bytes))
    }),
  )
})

test('no edits: the same buffer, not a copy', () => {
  const text = Buffer.from('{"a":1}')
  expect(applyEdits(text, [])).toBe(text)
  expect(
    applyEdits(text, [
      { start: 5, end: 6, text: '22' },
      { start: 1, end: 1, text: '"b":0,' },
    ]).toString(),
  ).toBe('{"b":0,"a":22}')
})

test('escapes become text; bad ones stay', () => {
  expect(unescapeJson('a\\n\\u4e2d')).toBe('a\n中')
  expect(unescapeJson('a\\x')).toBe('a\\x')
})
