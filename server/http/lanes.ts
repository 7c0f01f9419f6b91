import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { type Exchange, exchange } from './exchange.ts'

export type LaneHandler = (exchange: Exchange) => void

/** Told of every answer that left by a lane, for the figures. */
export type LaneWatcher = (answered: { method: string; route: string; status: number; ms: number }) => void

/**
 * Ways past the framework for a few exact routes: a call costs about a fifth less there. The same handler is mounted on the framework as
 * well, which takes what does not match to the letter (a query, another spelling) and everything while the server stops.
 */
export type Lanes = {
  /** `route` is `METHOD /path`. */
  open(method: string, path: string, handler: LaneHandler): void
  watch(watcher: LaneWatcher): void
  /** From now on everything goes to the framework, which knows how to refuse. */
  close(): void
  /** The listener of the server: the lane of a request, or else the framework. */
  listener(framework: RequestListener): RequestListener
}

/** What is known of a request before anything is asked. */
export type ReadHead = (request: IncomingMessage) => Pick<Exchange, 'id' | 'address' | 'headers'>

export function createLanes(read: ReadHead): Lanes {
  const handlers = new Map<string, { method: string; handler: LaneHandler }>()
  let watcher: LaneWatcher | null = null
  let closed = false

  function run(
    path: string,
    lane: { method: string; handler: LaneHandler },
    request: IncomingMessage,
    response: ServerResponse,
  ): void {
    const began = performance.now()
    const { id, address, headers } = read(request)
    const one = exchange({ id, address, headers, request, response }, () => {
      const { method } = lane
      watcher?.({
        method,
        route: path,
        status: response.writableFinished ? response.statusCode : 499,
        ms: performance.now() - began,
      })
    })
    lane.handler(one)
  }

  return {
    open: (method, path, handler) => void handlers.set(path, { method, handler }),
    watch: (added) => {
      watcher = added
    },
    close() {
      closed = true
    },
    listener: (framework) => (request, response) => {
      const path = request.url as string
      const lane = handlers.get(path)
      if (lane && !closed && request.method === lane.method) run(path, lane, request, response)
      else framework(request, response)
    },
  }
}
