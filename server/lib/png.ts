import { promisify } from 'node:util'
import { crc32, deflate, inflate } from 'node:zlib'

/** Pixels as red, green, blue and opacity, eight bits each, row by row. */
export type Picture = { width: number; height: number; rgba: Buffer }

export type PngProblem = 'not_a_png' | 'too_large' | 'not_supported' | 'damaged'
export type PngResult = { ok: true; picture: Picture } | { ok: false; problem: PngProblem }

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
/** Bytes of a pixel by colour type: grey, RGB, grey with opacity, RGB with opacity. Palettes are not read. */
const bytesPerPixel: Readonly<Record<number, number>> = { 0: 1, 2: 3, 4: 2, 6: 4 }
const inflateBytes = promisify<Buffer, { maxOutputLength: number }, Buffer>(inflate)
const deflateBytes = promisify<Buffer, { level: number }, Buffer>(deflate)

/**
 * Reads the pixels of a PNG (W3C PNG, third edition) of eight bits a channel, not interlaced. Nothing else of the file survives: text,
 * profiles, places, and whatever follows the picture are passed over. What it unpacks to is bounded before it is unpacked.
 *
 * @param mostPixels on each side.
 */
export async function readPng(file: Buffer, { mostPixels }: { mostPixels: number }): Promise<PngResult> {
  const problem = (what: PngProblem): PngResult => ({ ok: false, problem: what })
  if (!file.subarray(0, 8).equals(signature)) return problem('not_a_png')
  const chunks = readChunks(file)
  const header = chunks?.[0]
  if (!chunks || header?.type !== 'IHDR' || header.data.length !== 13) return problem('damaged')
  const width = header.data.readUInt32BE(0)
  const height = header.data.readUInt32BE(4)
  const [depth, colour = 0, compression, filter, interlace] = header.data.subarray(8)
  if (width === 0 || height === 0 || compression !== 0 || filter !== 0) return problem('damaged')
  if (width > mostPixels || height > mostPixels) return problem('too_large')
  const size = bytesPerPixel[colour]
  // A colour that stands for "nothing here" would come out opaque.
  const keyed = chunks.some(({ type }) => type === 'tRNS')
  if (depth !== 8 || size === undefined || interlace !== 0 || keyed) return problem('not_supported')
  const length = (width * size + 1) * height
  const packed = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data))
  const rows = await inflateBytes(packed, { maxOutputLength: length }).catch(() => null)
  if (rows?.length !== length) return problem('damaged')
  const samples = unfilter(rows, { width, height, size })
  return samples ? { ok: true, picture: { width, height, rgba: toRgba(samples, size) } } : problem('damaged')
}

/** The chunks up to the end mark, each with its sum checked; null where the file is cut or changed. */
function readChunks(file: Buffer): { type: string; data: Buffer }[] | null {
  const chunks: { type: string; data: Buffer }[] = []
  for (let at = signature.length; at + 12 <= file.length; ) {
    const length = file.readUInt32BE(at)
    const end = at + 8 + length
    if (end + 4 > file.length) return null
    const type = file.toString('latin1', at + 4, at + 8)
    if (crc32(file.subarray(at + 4, end)) !== file.readUInt32BE(end)) return null
    if (type === 'IEND') return chunks
    chunks.push({ type, data: file.subarray(at + 8, end) })
    at = end + 4
  }
  return null
}

/** Section 9.2: the guess that a row was stored against, from the left, above, and above on the left. */
const guesses: readonly ((left: number, above: number, corner: number) => number)[] = [
  () => 0,
  (left) => left,
  (_, above) => above,
  (left, above) => (left + above) >> 1,
  (left, above, corner) => {
    const [a, b, c] = [Math.abs(above - corner), Math.abs(left - corner), Math.abs(left + above - 2 * corner)]
    if (a <= b && a <= c) return left
    return b <= c ? above : corner
  },
]
const paeth = 4

function unfilter(
  rows: Buffer,
  { width, height, size }: { width: number; height: number; size: number },
): Buffer | null {
  const stride = width * size
  const out = Buffer.alloc(stride * height)
  for (let y = 0; y < height; y += 1) {
    const from = y * (stride + 1) + 1
    const to = y * stride
    const guess = guesses[rows[from - 1] as number]
    if (!guess) return null
    for (let x = 0; x < stride; x += 1) {
      const left = x < size ? 0 : (out[to + x - size] as number)
      const above = y === 0 ? 0 : (out[to + x - stride] as number)
      const corner = x < size || y === 0 ? 0 : (out[to + x - stride - size] as number)
      out[to + x] = (rows[from + x] as number) + guess(left, above, corner)
    }
  }
  return out
}

function toRgba(samples: Buffer, size: number): Buffer {
  const pixels = samples.length / size
  const rgba = Buffer.alloc(pixels * 4, 0xff)
  for (let i = 0; i < pixels; i += 1) {
    const grey = size < 3
    for (let channel = 0; channel < 3; channel += 1)
      rgba[i * 4 + channel] = samples[i * size + (grey ? 0 : channel)] as number
    if (size === 2 || size === 4) rgba[i * 4 + 3] = samples[i * size + size - 1] as number
  }
  return rgba
}

/** Writes a PNG of these pixels and of nothing else. */
export async function writePng({ width, height, rgba }: Picture): Promise<Buffer> {
  const stride = width * 4
  const rows = Buffer.alloc((stride + 1) * height)
  const guess = guesses[paeth] as (typeof guesses)[number]
  for (let y = 0; y < height; y += 1) {
    const to = y * (stride + 1) + 1
    rows[to - 1] = paeth
    for (let x = 0; x < stride; x += 1) {
      const at = y * stride + x
      const left = x < 4 ? 0 : (rgba[at - 4] as number)
      const above = y === 0 ? 0 : (rgba[at - stride] as number)
      const corner = x < 4 || y === 0 ? 0 : (rgba[at - stride - 4] as number)
      rows[to + x] = (rgba[at] as number) - guess(left, above, corner)
    }
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 6, 0, 0, 0], 8)
  const packed = await deflateBytes(rows, { level: 9 })
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', packed),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const framed = Buffer.alloc(body.length + 8)
  framed.writeUInt32BE(data.length, 0)
  framed.set(body, 4)
  framed.writeUInt32BE(crc32(body), body.length + 4)
  return framed
}
