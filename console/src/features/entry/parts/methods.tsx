import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { ReplyOf } from '../../../lib/api.ts'
import { ErrorState, Skeleton } from '../../../ui/states.tsx'
import { methodsQuery } from '../queries.ts'

/** Shows its children once it is known what this installation offers. */
export function WithMethods({
  children,
}: {
  children: (methods: ReplyOf<'GET /auth/methods'>) => ReactNode
}) {
  const { data, error, refetch } = useQuery(methodsQuery)
  if (data) return children(data)
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  return <Skeleton lines={5} />
}
