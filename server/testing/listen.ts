import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Listening = { url: string; close(): Promise<void> }

/** A real HTTP server of this machine, at a port that is free. */
export async function listen(answer: RequestListener, host = '127.0.0.1'): Promise<Listening> {
  const server = createServer(answer)
  await new Promise<void>((done) => server.listen(0, host, () => done()))
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections()
        server.close(() => done())
      }),
  }
}

/** The body of a form that was posted. */
export async function formOf(request: AsyncIterable<Buffer>): Promise<URLSearchParams> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'))
}
