import { QueryClient } from '@tanstack/react-query'
import { ApiError } from '../lib/api-error.ts'

/** Tries again only what may pass by itself: no answer, or a server in trouble. */
function mayPass(failures: number, error: unknown): boolean {
  return failures < 2 && error instanceof ApiError && (error.status === 0 || error.status >= 502)
}

export const queryClient = new QueryClient({
  defaultOptions: { queries: { retry: mayPass, staleTime: 10_000 }, mutations: { retry: false } },
})
