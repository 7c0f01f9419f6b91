import type { ServerResponse } from 'node:http'
import { type Exchange, gone } from './exchange.ts'

/** A file of rows, written as they are read. */
export type Download<Row> = {
  filename: string
  mediaType: string
  /** What stands before the first row. */
  head: string
  /** A row as it stands in the file, its end included. */
  line: (row: Row) => string
  /** The rows, page by page: the next page is read when this one is on its way. */
  pages: AsyncIterable<readonly Row[]>
  /** About how many rows come; null where nobody knows. */
  estimate: number | null
}

/** Who takes nothing of a file for so long is taken for gone. */
const stallSeconds = 60

/**
 * Answers with a file of any size: never more than a page of it is in memory, and reading stops when the client goes away. How many rows
 * it had stands in the trailer `x-portico-rows`; a file that breaks off has none, and its connection is cut, so that nobody takes it
 * for whole.
 *
 * @returns how many rows were sent, and whether that was all of them.
 * @throws what reading throws, after the connection was cut.
 */
export async function sendFile<Row>(
  exchange: Exchange,
  { filename, mediaType, head, line, pages, estimate }: Download<Row>,
): Promise<{ rows: number; whole: boolean }> {
  const { request, response, headers } = exchange
  headers.push('content-type', `${mediaType}; charset=utf-8`)
  headers.push('content-disposition', `attachment; filename="${filename}"`)
  if (estimate !== null) headers.push('x-portico-rows-estimate', String(estimate))
  if (request.method === 'HEAD') {
    response.writeHead(200, headers).end()
    return { rows: 0, whole: true }
  }
  response.writeHead(200, [...headers, 'trailer', 'x-portico-rows'])
  // At once: what is slow to find must not look like a server that does not answer.
  response.flushHeaders()
  if (head !== '') response.write(head)
  let rows = 0
  try {
    for await (const page of pages) {
      if (gone(exchange)) return { rows, whole: false }
      const taken = response.write(page.map(line).join(''))
      rows += page.length
      if (!taken) await drained(response)
      if (gone(exchange)) return { rows, whole: false }
    }
  } catch (error) {
    response.destroy()
    throw error
  }
  if (gone(exchange)) return { rows, whole: false }
  response.addTrailers({ 'x-portico-rows': String(rows) })
  response.end()
  return { rows, whole: true }
}

/** Waits until the client took what was written, or went away. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const stalled = setTimeout(() => response.destroy(), stallSeconds * 1000)
    const done = (): void => {
      clearTimeout(stalled)
      response.off('drain', done)
      response.off('close', done)
      resolve()
    }
    response.once('drain', done)
    response.once('close', done)
    if (response.destroyed) done()
  })
}
