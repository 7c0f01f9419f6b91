import {
  type ColumnVisibilityState,
  columnVisibilityFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { useMedia } from '../lib/media.ts'
import { recall, remember } from '../lib/storage.ts'
import { useTranslation } from '../lib/texts.tsx'
import { Button } from './button.tsx'
import { cn } from './cn.ts'
import { Notice } from './notice.tsx'
import { EmptyState, ErrorState } from './states.tsx'
import { TableCards } from './table-cards.tsx'
import { TableGrid } from './table-grid.tsx'
import { TableOptions } from './table-options.tsx'
import { type Selection, SelectionBar } from './table-selection.tsx'
import { TableSkeleton } from './table-skeleton.tsx'

export type Column<Row> = {
  id: string
  header: string
  cell: (row: Row) => ReactNode
  /** Numbers go to the end of their cell. */
  align?: 'end'
  /** Shown on a phone's card, beside the first column; at most four. `wide`: sentences, over the whole card; `act`: a button, which says itself what it is. */
  card?: boolean | 'wide' | 'act'
  /** Takes the room that the other columns leave: sentences that are cut at their end. Its cell says how little it needs. */
  grow?: boolean
  /** Left out until the person switches it on. */
  hidden?: boolean
}

export type TableProps<Row> = {
  /** Names the table, and its remembered columns and density. */
  id: string
  label: string
  /** Keep it stable (module level or useMemo). The first column names the row and always shows. */
  columns: readonly Column<Row>[]
  rows: readonly Row[] | undefined
  rowId: (row: Row) => string
  /** Opens the row's side panel; the first column becomes the button for it. */
  onOpen?: (row: Row) => void
  openId?: string
  error?: unknown
  onRetry?: () => void
  /** What stands there when there are no rows: an EmptyState. */
  empty?: ReactNode
  /** Filters, before the table's own options. */
  toolbar?: ReactNode
  /** Rows can be chosen, to be acted on together. */
  selection?: Selection<Row>
  /** Acts on the whole list, such as its export, beside the table's own options. */
  actions?: ReactNode
  /** Pagination, below. */
  footer?: ReactNode
  /** Earlier rows stay while the next filter loads. */
  refreshing?: boolean
}

export type Density = 'comfortable' | 'compact'
const features = tableFeatures({ columnVisibilityFeature })
const nothing: never[] = []

function useRemembered<T>(name: string, initial: T): [T, (value: T) => void] {
  const [value, setValue] = useState<T>(() => {
    try {
      const stored: unknown = JSON.parse(recall(name) ?? 'null')
      return stored === null || typeof stored !== typeof initial ? initial : (stored as T)
    } catch {
      return initial
    }
  })
  return [
    value,
    (next) => {
      setValue(next)
      remember(name, JSON.stringify(next) === JSON.stringify(initial) ? null : JSON.stringify(next))
    },
  ]
}

/** A list: grid on wide screens, cards under 640 px; with its loading, empty and failed states. */
export function Table<Row>(props: TableProps<Row>) {
  const { id, columns, rows, rowId, toolbar, actions, footer, error, onRetry } = props
  const { t } = useTranslation('lists')
  const narrow = useMedia('(max-width: 639px)')
  const initial = useMemo(
    () => Object.fromEntries(columns.map((column) => [column.id, !column.hidden])),
    [columns],
  )
  const [visibility, setVisibility] = useRemembered<ColumnVisibilityState>(`table.${id}.columns`, initial)
  const [density, setDensity] = useRemembered<Density>(`table.${id}.density`, 'comfortable')
  const definitions = useMemo(
    () => columns.map((column, index) => ({ id: column.id, header: column.header, enableHiding: index > 0 })),
    [columns],
  )
  const table = useTable({
    features,
    columns: definitions,
    data: (rows ?? nothing) as Row[] & object[],
    getRowId: (row) => rowId(row as Row),
    state: { columnVisibility: { ...initial, ...visibility } },
    onColumnVisibilityChange: (update) =>
      setVisibility(typeof update === 'function' ? update({ ...initial, ...visibility }) : update),
  })
  const joined = table
    .getVisibleLeafColumns()
    .map((leaf) => leaf.id)
    .join()
  // The same list until another column shows: the rows depend on it.
  const shown = useMemo(
    () => joined.split(',').flatMap((one) => columns.find((column) => column.id === one) ?? []),
    [columns, joined],
  )

  const { openId } = props
  useEffect(() => {
    if (openId === undefined) return
    // The next row by J may be out of sight, and the page may have moved to make room for the panel; both are known when it is drawn.
    const frame = requestAnimationFrame(() =>
      document.querySelector(`[data-row="${CSS.escape(openId)}"]`)?.scrollIntoView({ block: 'nearest' }),
    )
    return () => cancelAnimationFrame(frame)
  }, [openId])

  function body() {
    if (error && !rows) return <ErrorState error={error} onRetry={onRetry} />
    if (!rows) return <TableSkeleton columns={shown.length} narrow={narrow} />
    if (rows.length === 0) return props.empty ?? <EmptyState title={props.label} />
    return narrow ? (
      <TableCards {...props} rows={rows} />
    ) : (
      <TableGrid {...props} rows={rows} columns={shown} density={density} />
    )
  }

  return (
    <div className="flex min-w-0 flex-col gap-3">
      {(toolbar || actions || (!narrow && rows?.length !== 0)) && (
        <div className="flex min-w-0 flex-wrap items-end justify-between gap-3">
          <div className={cn('min-w-0', actions ? 'w-full' : 'flex-1')}>{toolbar}</div>
          <div className="ms-auto flex flex-wrap items-center gap-2 empty:hidden">
            {actions}
            {!narrow && (
              <TableOptions
                columns={columns.slice(1)}
                visible={(column) => shown.some((one) => one.id === column)}
                onToggle={(column, on) => table.getColumn(column)?.toggleVisibility(on)}
                density={density}
                onDensity={setDensity}
                onReset={() => {
                  setVisibility(initial)
                  setDensity('comfortable')
                }}
              />
            )}
          </div>
        </div>
      )}
      {error && rows ? (
        <Notice
          kind="warning"
          action={
            onRetry && (
              <Button size="small" onClick={onRetry}>
                {t('ui:error.retry')}
              </Button>
            )
          }
        >
          {t('table.stale')}
        </Notice>
      ) : null}
      <div
        aria-busy={props.refreshing || undefined}
        className={narrow && rows?.length ? '' : 'min-w-0 rounded-md border border-line bg-surface'}
      >
        {body()}
      </div>
      {props.selection && rows && <SelectionBar selection={props.selection} rows={rows} rowId={rowId} />}
      {footer}
    </div>
  )
}
