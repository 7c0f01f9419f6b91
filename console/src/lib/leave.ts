import type { QueryClient } from '@tanstack/react-query'
import { holdRequests } from './api.ts'

/**
 * Goes to a page of its own after the session has ended. The full load drops everything that this tab holds; until it is there nothing more
 * is asked for: with an empty memory and no session every part of the page would ask, and be refused.
 */
export function leaveFor(client: QueryClient, path: string): void {
  holdRequests(() => new Promise(() => {}))
  client.clear()
  location.assign(path)
}
