import { useCallback, useLayoutEffect, useRef } from 'react'
import { cn } from './cn.ts'
import { Scroll } from './scroll.tsx'
import type { Column, Density, TableProps } from './table.tsx'
import { TableRow } from './table-row.tsx'
import { changed, SelectShown, tickingOf } from './table-selection.tsx'

type Props<Row> = Omit<TableProps<Row>, 'columns' | 'rows'> & {
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  density: Density
}

/** Sticky head and first column; scrolls inside its own box, so key columns never leave the screen. */
export function TableGrid<Row>({
  label,
  columns,
  rows,
  rowId,
  onOpen,
  openId,
  density,
  refreshing,
  selection,
}: Props<Row>) {
  // The acts of the page are new with each drawing of it; the rows see the same two always.
  const latest = useRef({ onOpen, selection })
  useLayoutEffect(() => {
    latest.current = { onOpen, selection }
  })
  const openRow = useCallback((row: Row) => latest.current.onOpen?.(row), [])
  const tickRow = useCallback((id: string, on: boolean) => {
    const { selection: now } = latest.current
    now?.onChange(changed(now.ids, [id], on))
  }, [])
  return (
    <Scroll label={label} className="max-h-[calc(100dvh-8rem)] overflow-auto rounded-md">
      <table className={cn('w-full border-separate border-spacing-0 text-sm', refreshing && 'opacity-90')}>
        <thead>
          <tr>
            {selection && (
              <th
                scope="col"
                className="sticky start-0 top-0 z-20 h-8 w-10 border-line border-b bg-sunken px-2 text-start"
              >
                <SelectShown selection={selection} rows={rows} rowId={rowId} />
              </th>
            )}
            {columns.map((column, index) => (
              <th
                key={column.id}
                scope="col"
                className={cn(
                  'sticky top-0 z-10 h-8 whitespace-nowrap border-line border-b bg-sunken px-3 text-start font-medium text-muted text-xs',
                  column.align === 'end' && 'text-end',
                  index === 0 && (selection ? 'start-10 z-20' : 'start-0 z-20'),
                )}
              >
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className={cn('rows', density === 'compact' && 'rows-compact')}>
          {rows.map((row) => {
            const id = rowId(row)
            return (
              <TableRow
                key={id}
                row={row}
                id={id}
                columns={columns}
                open={id === openId}
                onOpen={onOpen && openRow}
                {...(selection && tickingOf(selection, row, id))}
                onTick={tickRow}
              />
            )
          })}
        </tbody>
      </table>
    </Scroll>
  )
}
