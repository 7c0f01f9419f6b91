import type { ReactNode } from 'react'
import { cn } from './cn.ts'
import { Scroll } from './scroll.tsx'
import type { Column, Density, TableProps } from './table.tsx'
import { SelectRow, SelectShown } from './table-selection.tsx'

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
  const pad = density === 'compact' ? 'h-8 py-1' : 'h-10 py-2'
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
        <tbody>
          {rows.map((row) => {
            const id = rowId(row)
            const open = id === openId
            return (
              <tr
                key={id}
                data-row={id}
                aria-current={open || undefined}
                className={cn('group', onOpen && 'cursor-pointer')}
                onClick={(event) => {
                  if (onOpen && !isControl(event.target) && !getSelection()?.toString()) onOpen(row)
                }}
              >
                {selection && (
                  <td
                    className={cn(
                      'sticky start-0 z-[1] w-10 border-line border-b px-2 group-last:border-b-0 group-hover:bg-hover',
                      open ? 'bg-accent-soft group-hover:bg-accent-soft' : 'bg-surface',
                    )}
                  >
                    <SelectRow selection={selection} row={row} id={id} />
                  </td>
                )}
                {columns.map((column, index) => {
                  const className = cn(
                    // Words (in Chinese, too) and ids stay whole: the table scrolls in its box instead.
                    'break-keep border-line border-b px-3 [&_code]:whitespace-nowrap group-last:border-b-0 group-hover:bg-hover',
                    pad,
                    column.align === 'end' && 'tabular whitespace-nowrap text-end',
                    column.grow && 'w-full',
                    open ? 'bg-accent-soft group-hover:bg-accent-soft' : 'bg-surface',
                  )
                  return index === 0 ? (
                    <th
                      key={column.id}
                      scope="row"
                      className={cn(
                        className,
                        'sticky z-[1] max-w-80 text-start font-normal',
                        selection ? 'start-10' : 'start-0',
                      )}
                    >
                      <RowName open={onOpen && (() => onOpen(row))}>{column.cell(row)}</RowName>
                    </th>
                  ) : (
                    <td key={column.id} className={className}>
                      {column.cell(row)}
                    </td>
                  )
                })}
              </tr>
            )
          })}
        </tbody>
      </table>
    </Scroll>
  )
}

/** The first cell: a button where the row opens. */
export function RowName({ open, children }: { open?: () => void; children: ReactNode }) {
  if (!open) return children
  return (
    <button
      type="button"
      onClick={open}
      className="min-h-6 max-w-full rounded-sm text-start font-medium text-ink underline decoration-transparent underline-offset-3 hover:decoration-current"
    >
      {children}
    </button>
  )
}

function isControl(target: EventTarget): boolean {
  return (
    target instanceof Element &&
    target.closest('a, button, input, label, [role="menuitem"], [role="menu"]') !== null
  )
}
