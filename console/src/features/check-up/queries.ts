import { queryOptions } from '@tanstack/react-query'
import { api, type ReplyOf } from '../../lib/api.ts'

export type CheckUpLine = ReplyOf<'GET /me/checkup'>['items'][number]

/** Below `me`, so that whatever a person changes of themselves has it counted anew. */
export const checkUpQuery = queryOptions({
  queryKey: ['me', 'checkup'],
  queryFn: ({ signal }) => api('GET /me/checkup', { signal }),
  staleTime: 0,
})
