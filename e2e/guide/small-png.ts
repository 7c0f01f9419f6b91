import { crc32, deflateSync } from 'node:zlib'
import { readPng } from '../../server/lib/png.ts'

const mostColours = 128

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const ends = Buffer.alloc(8)
  ends.writeUInt32BE(data.length, 0)
  ends.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)])
}

/** How often each colour (0xrrggbb) is there. Neighbours are mostly alike, so runs are counted. */
function countsOf(pixels: Uint32Array): Map<number, number> {
  const counts = new Map<number, number>()
  let start = 0
  for (let at = 1; at <= pixels.length; at += 1) {
    const colour = pixels[start] as number
    if (pixels[at] === colour) continue
    counts.set(colour, (counts.get(colour) ?? 0) + at - start)
    start = at
  }
  return counts
}

function distance(a: number, b: number): number {
  const red = (a >> 16) - (b >> 16)
  const green = ((a >> 8) & 255) - ((b >> 8) & 255)
  const blue = (a & 255) - (b & 255)
  return red * red + green * green + blue * blue
}

/**
 * Which colours stay, and the place among them of the nearest to each colour. The next is always the one whose loss would be seen most:
 * that is often there, or far from all that stay, such as the only red dot.
 */
function choose(counts: ReadonlyMap<number, number>): { palette: number[]; places: Map<number, number> } {
  const left = [...counts].map(([colour, count]) => ({ colour, count, far: 3 * 255 * 255, place: 0 }))
  const palette: number[] = []
  while (palette.length < Math.min(mostColours, counts.size)) {
    let next = left[0] as (typeof left)[number]
    for (const one of left) if (one.count * one.far > next.count * next.far) next = one
    for (const one of left) {
      const far = distance(one.colour, next.colour)
      if (far < one.far) Object.assign(one, { far, place: palette.length })
    }
    palette.push(next.colour)
  }
  return { palette, places: new Map(left.map(({ colour, place }) => [colour, place])) }
}

/**
 * The same picture with at most 128 colours (PNG, colour type 3): a third of the bytes, and of a page that is mostly flat nobody sees a
 * difference.
 */
export async function smallPng(file: Buffer): Promise<Buffer> {
  const read = await readPng(file, { mostPixels: 4096 })
  if (!read.ok) throw new Error(`Not a picture that can be made smaller: ${read.problem}`)
  const { width, height, rgba } = read.picture
  const pixels = new Uint32Array(width * height)
  for (let at = 0; at < pixels.length; at += 1)
    pixels[at] = ((rgba[at * 4] ?? 0) << 16) | ((rgba[at * 4 + 1] ?? 0) << 8) | (rgba[at * 4 + 2] ?? 0)
  const { palette, places } = choose(countsOf(pixels))
  // A row begins with its filter, which is none.
  const rows = Buffer.alloc((width + 1) * height)
  let last = -1
  let place = 0
  for (let at = 0; at < pixels.length; at += 1) {
    const colour = pixels[at] as number
    if (colour !== last) {
      place = places.get(colour) as number
      last = colour
    }
    rows[at + Math.floor(at / width) + 1] = place
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 3, 0, 0, 0], 8)
  const entries = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]))
  return Buffer.concat([
    file.subarray(0, 8),
    chunk('IHDR', header),
    chunk('PLTE', entries),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
