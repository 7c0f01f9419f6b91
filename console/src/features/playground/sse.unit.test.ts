import { expect, test } from 'vitest'
import { eventsOf } from './sse.ts'

const bytes = new TextEncoder()
function streamOf(chunks: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk)
      controller.close()
    },
  })
}
const read = (chunks: readonly Uint8Array[]) => Array.fromAsync(eventsOf(streamOf(chunks)))

test('events are read the same however the bytes are cut', async () => {
  const whole = bytes.encode(
    ': hello\r\ndata: {"a":"\u6c34"}\r\n\r\nevent: x\ndata:one\ndata: two\n\nid: 1\n\ndata: [DONE]\r\r',
  )
  const wanted = ['{"a":"\u6c34"}', 'one\ntwo', '[DONE]']
  expect(await read([whole])).toEqual(wanted)
  for (let size = 1; size < 9; size += 1) {
    const chunks = Array.from({ length: Math.ceil(whole.length / size) }, (_, index) =>
      whole.slice(index * size, (index + 1) * size),
    )
    expect(await read(chunks), `in pieces of ${size}`).toEqual(wanted)
  }
})

test('what is cut off before its empty line is no event', async () => {
  expect(await read([bytes.encode('data: whole\n\ndata: half')])).toEqual(['whole'])
})
