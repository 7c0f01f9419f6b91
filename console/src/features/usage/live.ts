import { type InfiniteData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import type { Call, CallFilter, LogKind } from './queries.ts'
import { callsQuery, newestQuery } from './queries.ts'

type Page = { items: Call[]; nextCursor: string | null }

/**
 * What came since a list was loaded: asked every few seconds while it is switched on and the tab is seen. A long call gets its place
 * by the time at which it began, so what is new need not be at the top.
 */
export function freshOf(newest: readonly Call[], shown: readonly Call[], whole: boolean): Call[] {
  const known = new Set(shown.map(({ id }) => id))
  const last = shown.at(-1)?.id
  return newest.filter(({ id }) => !known.has(id) && (whole || last === undefined || id > last))
}

/** Rows with new ones in their places, newest first. */
export const withFresh = (rows: readonly Call[], fresh: readonly Call[]): Call[] =>
  [...rows, ...fresh].sort((one, other) => (one.id < other.id ? 1 : -1))

/** The live switch of a log: how many rows wait, and how to show them. */
export function useLiveCalls(
  org: string,
  kind: LogKind,
  filter: CallFilter,
  rows: readonly Call[] | undefined,
  whole: boolean,
) {
  const client = useQueryClient()
  const [on, setOn] = useState(false)
  const poll = useQuery({ ...newestQuery(org, kind, filter), enabled: on && rows !== undefined })
  const newest = on ? (poll.data?.items ?? []) : []
  const fresh = freshOf(newest, rows ?? [], whole)
  // As many as were asked for: others may lie between them and what is shown.
  const more = fresh.length > 0 && fresh.length === newest.length && (rows?.length ?? 0) > 0

  const show = useCallback(() => {
    const { queryKey } = callsQuery(org, kind, filter)
    if (more) void client.resetQueries({ queryKey })
    else
      client.setQueryData<InfiniteData<Page>>(queryKey, (old) => {
        const [first, ...rest] = old?.pages ?? []
        return (
          old && first && { ...old, pages: [{ ...first, items: withFresh(first.items, fresh) }, ...rest] }
        )
      })
    void client.invalidateQueries({ queryKey: ['orgs', org, 'usage', 'summary'] })
  }, [client, org, kind, filter, more, fresh])

  return {
    on,
    onChange: setOn,
    waiting: fresh.length,
    more,
    polledAt: poll.dataUpdatedAt,
    failing: poll.isError,
    onShow: show,
  }
}
