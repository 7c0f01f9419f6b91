export type Progress = { rows: number; estimate: number | null }

/** Beyond this the browser's own download takes over: it writes to the disk as it reads. */
const mostRows = 500_000
/** Small pieces are joined, and the browser keeps what is joined where it likes. */
const pieceBytes = 4 * 1024 * 1024
const newline = 10

/** The server's guess at how many rows an export has; null where it cannot tell. */
export function estimateOf(response: Response): number | null {
  const told = response.headers.get('x-portico-rows-estimate')
  return told === null ? null : Number(told)
}

/** Whether an export is so large that it is better handed to the browser. */
export const isHuge = (response: Response): boolean => (estimateOf(response) ?? 0) > mostRows

/**
 * Reads an export and saves it as a file, telling how many rows came so far. A row is a line; `headings` of them are none.
 *
 * @returns how many rows the file has.
 * @throws what reading throws: a cut connection, or an abort. Nothing is saved then.
 */
export async function saveExport(
  response: Response,
  { headings, onProgress }: { headings: number; onProgress: (progress: Progress) => void },
): Promise<number> {
  const reader = response.body?.getReader()
  const estimate = estimateOf(response)
  const whole: Blob[] = []
  let pieces: Uint8Array<ArrayBuffer>[] = []
  let bytes = 0
  let lines = 0
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true }
    if (done || !value) break
    for (let at = value.indexOf(newline); at >= 0; at = value.indexOf(newline, at + 1)) lines += 1
    pieces.push(value)
    bytes += value.length
    if (bytes > pieceBytes) {
      whole.push(new Blob(pieces))
      pieces = []
      bytes = 0
    }
    onProgress({ rows: Math.max(0, lines - headings), estimate })
  }
  const type = response.headers.get('content-type') ?? ''
  const url = URL.createObjectURL(new Blob([...whole, ...pieces], { type }))
  saveAs(url, filenameOf(response))
  // The browser has taken hold of it by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
  return Math.max(0, lines - headings)
}

/** Lets the browser save an address by itself, with its own progress. */
export function saveAs(url: string, filename: string): void {
  const link = document.createElement('a')
  link.href = url
  link.download = filename
  link.click()
}

export function filenameOf(response: Response): string {
  return /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? 'export'
}
