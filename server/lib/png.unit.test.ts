import { crc32, deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readPng, writePng } from './png.ts'

const most = { mostPixels: 64 }

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

/** A PNG as others might write it: `rows` with their filter bytes, `more` chunks before the picture. */
function png(
  head: { width: number; height: number; depth?: number; colour?: number; interlace?: number },
  rows: Buffer,
  more: Buffer[] = [],
): Buffer {
  const { width, height, depth = 8, colour = 6, interlace = 0 } = head
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([depth, colour, 0, 0, interlace], 8)
  const begin = Buffer.from('89504e470d0a1a0a', 'hex')
  const packed = deflateSync(rows)
  const half = packed.length >> 1
  // In two parts, as encoders do that write while they work.
  const data = [chunk('IDAT', packed.subarray(0, half)), chunk('IDAT', packed.subarray(half))]
  return Buffer.concat([begin, chunk('IHDR', header), ...more, ...data, chunk('IEND', Buffer.alloc(0))])
}

describe('pictures', () => {
  test('what was written reads as it was, whatever the pixels', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        fc.infiniteStream(fc.nat(255)),
        async (width, height, stream) => {
          const rgba = Buffer.from([...stream.take(width * height * 4)])
          const read = await readPng(await writePng({ width, height, rgba }), most)
          expect(read).toEqual({ ok: true, picture: { width, height, rgba } })
        },
      ),
      { numRuns: 50 },
    )
  })

  test('every filter of the standard, worked out by hand', async () => {
    // Grey, three wide: each row is the one above plus one, stored by another filter.
    const rows = Buffer.from(
      [
        [0, 10, 20, 30],
        [1, 11, 10, 10],
        [2, 1, 1, 1],
        // (left + above) / 2, rounded down: 13 − 6, 23 − 17, 33 − 27
        [3, 7, 6, 6],
        // nearest of left, above, corner: above in all three
        [4, 1, 1, 1],
      ].flat(),
    )
    const read = await readPng(png({ width: 3, height: 5, colour: 0 }, rows), most)
    const greys = [10, 20, 30, 11, 21, 31, 12, 22, 32, 13, 23, 33, 14, 24, 34]
    expect(read).toMatchObject({ ok: true })
    if (read.ok) expect([...read.picture.rgba]).toEqual(greys.flatMap((one) => [one, one, one, 255]))
  })

  test('each colour type comes out as red, green, blue and opacity', async () => {
    const cases: [number, number[], number[]][] = [
      [0, [7], [7, 7, 7, 255]],
      [2, [1, 2, 3], [1, 2, 3, 255]],
      [4, [7, 9], [7, 7, 7, 9]],
      [6, [1, 2, 3, 4], [1, 2, 3, 4]],
    ]
    for (const [colour, stored, rgba] of cases) {
      const read = await readPng(png({ width: 1, height: 1, colour }, Buffer.from([0, ...stored])), most)
      expect(read, String(colour)).toEqual({
        ok: true,
        picture: { width: 1, height: 1, rgba: Buffer.from(rgba) },
      })
    }
  })

  test('rule 40: what is no picture, too large, of another kind, cut or changed is told apart', async () => {
    const pixel = Buffer.from([0, 1, 2, 3, 4])
    const good = png({ width: 1, height: 1 }, pixel)
    expect(await readPng(good, most)).toMatchObject({ ok: true })
    const changed = Buffer.from(good)
    changed[20] = 9
    const problems: [string, Buffer, string][] = [
      ['nothing', Buffer.alloc(0), 'not_a_png'],
      ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'), 'not_a_png'],
      ['JPEG', Buffer.from('ffd8ffe000104a46494600', 'hex'), 'not_a_png'],
      ['only a beginning', good.subarray(0, 8), 'damaged'],
      ['cut', good.subarray(0, -5), 'damaged'],
      ['a changed byte', changed, 'damaged'],
      ['too wide', png({ width: 65, height: 1 }, Buffer.alloc(261)), 'too_large'],
      ['too high', png({ width: 1, height: 4_294_967_295 }, pixel), 'too_large'],
      ['no width', png({ width: 0, height: 1 }, pixel), 'damaged'],
      ['16 bits', png({ width: 1, height: 1, depth: 16 }, Buffer.alloc(9)), 'not_supported'],
      ['a palette', png({ width: 1, height: 1, colour: 3 }, Buffer.alloc(2)), 'not_supported'],
      ['interlaced', png({ width: 1, height: 1, interlace: 1 }, pixel), 'not_supported'],
      [
        'a transparent colour',
        png({ width: 1, height: 1, colour: 2 }, pixel, [chunk('tRNS', Buffer.alloc(6))]),
        'not_supported',
      ],
      ['too few rows', png({ width: 1, height: 2 }, pixel), 'damaged'],
      // One MiB of zeros where 5 bytes are announced.
      ['a bomb', png({ width: 1, height: 1 }, Buffer.alloc(1 << 20)), 'damaged'],
      ['an unknown filter', png({ width: 1, height: 1 }, Buffer.from([5, 1, 2, 3, 4])), 'damaged'],
    ]
    for (const [name, file, problem] of problems)
      expect(await readPng(file, most), name).toEqual({ ok: false, problem })
  })

  test('rule 40: neither what is beside the pixels nor what follows them survives', async () => {
    const place = chunk('tEXt', Buffer.from('Comment\0taken at home <script>alert(1)</script>'))
    const file = Buffer.concat([
      png({ width: 1, height: 1 }, Buffer.from([0, 1, 2, 3, 4]), [place]),
      Buffer.from('<html>'),
    ])
    const read = await readPng(file, most)
    if (!read.ok) throw new Error(read.problem)
    const text = (await writePng(read.picture)).toString('latin1')
    expect(text).not.toContain('home')
    expect(text).not.toContain('html')
    expect(text.match(/[A-Z]{4}/g)).toEqual(['IHDR', 'IDAT', 'IEND'])
  })

  test('any bytes after the signature are answered, not thrown', async () => {
    const begin = Buffer.from('89504e470d0a1a0a', 'hex')
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        expect(await readPng(Buffer.concat([begin, bytes]), most)).toMatchObject({ ok: false })
      }),
      { numRuns: 200 },
    )
  })
})
