/**
 * The data of each server-sent event of a stream (the event stream format of the HTML standard): lines end in LF, CR or CRLF,
 * `data:` lines of one event are joined, comments and other fields are left out. A part at the end without its empty line is
 * no event.
 */
export async function* eventsOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = stream.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  let data: string[] = []
  try {
    for (;;) {
      const { done, value } = await reader.read()
      rest += decoder.decode(value, { stream: !done })
      // A CR at the end may be half of a CRLF.
      const lines = rest.split(done ? /\r\n|\r|\n/ : /\r\n|\n|\r(?!$)/)
      rest = lines.pop() ?? ''
      for (const line of lines) {
        if (line.startsWith('data:')) data.push(line.slice(line[5] === ' ' ? 6 : 5))
        if (line !== '' || data.length === 0) continue
        yield data.join('\n')
        data = []
      }
      if (done) return
    }
  } finally {
    // Who stops reading does not want the rest.
    await reader.cancel().catch(() => {})
  }
}
