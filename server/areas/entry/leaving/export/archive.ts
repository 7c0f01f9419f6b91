import { Zip, ZipDeflate } from 'fflate'

/** A ZIP that is written file after file and handed on in pieces: never more than a piece of it is in memory. */
export type Archive = {
  /** Begins the next file. */
  begin(name: string): void
  write(text: string): Promise<void>
  end(): Promise<void>
  /** Ends the archive. @returns its size. */
  close(): Promise<number>
}

const pieceBytes = 256 * 1024

/** @param keep takes the next piece; what is written waits for it. */
export function createArchive(now: number, keep: (piece: Buffer) => Promise<void>): Archive {
  let pending: Uint8Array[] = []
  let size = 0
  let bytes = 0
  let broken: Error | null = null
  let file: ZipDeflate | null = null
  const zip = new Zip((error, chunk) => {
    if (error) broken = error
    else {
      pending.push(chunk)
      size += chunk.length
    }
  })

  async function flush(all: boolean): Promise<void> {
    if (broken) throw broken
    if (size === 0 || (!all && size < pieceBytes)) return
    const piece = Buffer.concat(pending, size)
    pending = []
    bytes += size
    size = 0
    await keep(piece)
  }
  return {
    begin(name) {
      file = new ZipDeflate(name, { level: 6 })
      file.mtime = now
      zip.add(file)
    },
    async write(text) {
      file?.push(Buffer.from(text))
      await flush(false)
    },
    async end() {
      file?.push(new Uint8Array(0), true)
      await flush(false)
    },
    async close() {
      zip.end()
      await flush(true)
      return bytes
    },
  }
}
