import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createSseSplitter, isSseTooLarge, type SseEvent } from './sse.ts'

function split(chunks: Uint8Array[], maxEventBytes?: number): { events: SseEvent[]; rest: SseEvent | null } {
  const splitter = createSseSplitter(maxEventBytes)
  const events = chunks.flatMap((chunk) => splitter.push(chunk))
  return { events, rest: splitter.end() }
}

const shown = ({ events, rest }: ReturnType<typeof split>) =>
  [...events, rest].map(
    (event) => event && [event.raw.toString('latin1'), event.data?.toString('utf8'), event.name],
  )

const line = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => `data: ${text.replaceAll(/[\r\n]/g, '')}`),
  fc.constantFrom(
    'data:',
    'data',
    ': ping',
    'event: error',
    'event:x',
    'id: 7',
    'data:{"a":1}',
    'data:  two',
    'database: 1',
    '\r',
    'x',
  ),
)
const stream = fc
  .array(fc.tuple(fc.array(line, { maxLength: 4 }), fc.constantFrom('\n', '\r\n')), { maxLength: 6 })
  .map((events) => events.map(([lines, end]) => [...lines, ''].join(end) + end).join(''))

test('property: any chunking gives the same events, and raws joined are the stream', () => {
  fc.assert(
    fc.property(
      stream,
      fc.string({ maxLength: 5 }),
      fc.array(fc.nat({ max: 40 }), { maxLength: 30 }),
      (text, tail, cuts) => {
        const bytes = Buffer.from(text + tail)
        const chunks: Uint8Array[] = []
        let at = 0
        for (const cut of cuts) {
          chunks.push(new Uint8Array(bytes.subarray(at, at + cut)))
          at += cut
        }
        chunks.push(bytes.subarray(at))
        const result = split(chunks)
        expect(shown(result)).toEqual(shown(split([bytes])))
        expect(shown(result)).toEqual(shown(split([...bytes].map((byte) => Uint8Array.of(byte)))))
        const raws = [...result.events, ...(result.rest ? [result.rest] : [])].map((event) => event.raw)
        expect(Buffer.concat(raws)).toEqual(bytes)
      },
    ),
    { numRuns: 1000 },
  )
})

test('property: events are those of a plain reading of the standard', () => {
  fc.assert(
    fc.property(stream, (text) => {
      const plain: (string | null)[] = []
      let lines: string[] = []
      for (const one of text.split('\n').slice(0, -1)) {
        const content = one.endsWith('\r') ? one.slice(0, -1) : one
        if (content !== '') {
          lines.push(content)
          continue
        }
        const data = lines
          .filter((each) => /^data(:|$)/.test(each))
          .map((each) => each.replace(/^data:? ?/, ''))
        plain.push(data.length > 0 ? data.join('\n') : null)
        lines = []
      }
      expect(split([Buffer.from(text)]).events.map((event) => event.data?.toString('utf8') ?? null)).toEqual(
        plain,
      )
    }),
    { numRuns: 500 },
  )
})

describe('details', () => {
  test('data, name and comments are told apart', () => {
    const { events } = split([Buffer.from(': ping\n\nevent: error\ndata: {"a":\ndata: 1}\n\ndata:x\r\n\r\n')])
    expect(events.map((event) => [event.data?.toString(), event.name])).toEqual([
      [undefined, null],
      ['{"a":\n1}', 'error'],
      ['x', null],
    ])
  })

  test('data of a whole event shares memory with its chunk', () => {
    const chunk = Buffer.from('data: {"a":1}\n\n')
    expect(split([chunk]).events[0]?.data?.buffer).toBe(chunk.buffer)
  })

  test('what is left at the end is an event', () => {
    expect(split([Buffer.from('data: 1\n\ndata: half')]).rest?.data?.toString()).toBe('half')
    expect(split([Buffer.from('data: 1\n\n')]).rest).toBeNull()
  })

  test.each([1, 7, 1000])('an endless event ends in a typed error (pieces of %d)', (size) => {
    const splitter = createSseSplitter(1000)
    const feed = () => {
      for (let sent = 0; sent < 3000; sent += size) splitter.push(Buffer.alloc(size, 'x'))
    }
    let error: unknown
    try {
      feed()
    } catch (thrown) {
      error = thrown
    }
    expect(isSseTooLarge(error)).toBe(true)
  })

  test('an event of the very bound passes, one byte more does not', () => {
    const event = (size: number) => Buffer.from(`data: ${'x'.repeat(size - 8)}\n\n`)
    expect(split([event(1000)], 1000).events).toHaveLength(1)
    expect(() => split([event(1001)], 1000)).toThrow(/larger than 1000 bytes/)
  })
})
