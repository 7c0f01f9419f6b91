import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'
import { upstreamFailure } from './types.ts'

const decoders = new Map([
  ['gzip', promisify(gunzip)],
  ['x-gzip', promisify(gunzip)],
  ['deflate', promisify(inflate)],
  ['br', promisify(brotliDecompress)],
])

/**
 * A body that an upstream compressed although nobody asked, as it was.
 *
 * @param mostBytes the most that it may grow to: `too_large` beyond. `broken` for what does not decode.
 */
export async function decodeBody(bytes: Buffer, encoding: string, mostBytes: number): Promise<Buffer> {
  const decode = decoders.get(encoding.trim().toLowerCase())
  if (!decode) throw upstreamFailure('broken', `the reply is encoded as ${encoding.slice(0, 40)}`)
  try {
    return await decode(bytes, { maxOutputLength: mostBytes })
  } catch (error) {
    const tooLarge = (error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE'
    throw upstreamFailure(
      tooLarge ? 'too_large' : 'broken',
      `the reply did not decode from ${encoding}`,
      error,
    )
  }
}
