import { cn } from './cn.ts'
import type { TableProps } from './table.tsx'
import { RowName } from './table-row.tsx'
import { changed, SelectRow, tickingOf } from './table-selection.tsx'

/** Rows as cards under 640 px: the first column as the title and the four main fields. */
export function TableCards<Row>({
  label,
  columns,
  rows = [],
  rowId,
  onOpen,
  openId,
  refreshing,
  selection,
}: TableProps<Row>) {
  const [first, ...rest] = columns
  const main = rest.some((column) => column.card) ? rest.filter((column) => column.card) : rest
  return (
    <ul aria-label={label} className={cn('flex flex-col gap-2', refreshing && 'opacity-90')}>
      {rows.map((row) => {
        const id = rowId(row)
        return (
          <li
            key={id}
            data-row={id}
            aria-current={id === openId || undefined}
            className="rounded-md border border-line bg-surface p-3 aria-current:border-accent"
          >
            <div className="flex min-w-0 items-start gap-2 break-words">
              {selection && (
                <SelectRow
                  {...tickingOf(selection, row, id)}
                  onTick={(on) => selection.onChange(changed(selection.ids, [id], on))}
                />
              )}
              <div className="min-w-0 flex-1">
                <RowName open={onOpen && (() => onOpen(row))}>{first?.cell(row)}</RowName>
              </div>
            </div>
            <dl className="mt-2 grid grid-cols-2 gap-x-4 gap-y-2">
              {main.slice(0, 4).map((column) => (
                <div
                  key={column.id}
                  className={cn('min-w-0', (column.card === 'wide' || column.card === 'act') && 'col-span-2')}
                >
                  <dt className={cn('text-muted text-xs', column.card === 'act' && 'sr-only')}>
                    {column.header}
                  </dt>
                  <dd className="min-w-0 break-words text-sm">{column.cell(row)}</dd>
                </div>
              ))}
            </dl>
          </li>
        )
      })}
    </ul>
  )
}
