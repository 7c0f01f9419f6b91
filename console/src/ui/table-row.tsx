import { memo, type ReactNode } from 'react'
import type { Column } from './table.tsx'
import { SelectRow, type Ticking } from './table-selection.tsx'

type Props<Row> = {
  row: Row
  id: string
  columns: readonly Column<Row>[]
  /** Its panel stands open. */
  open: boolean
  /** Stays the same function, as `onTick` does: a row is drawn again only where something of its own changed. */
  onOpen: ((row: Row) => void) | undefined
  onTick: (id: string, on: boolean) => void
} & Partial<Ticking>

function GridRow<Row>({
  row,
  id,
  columns,
  open,
  onOpen,
  onTick,
  name,
  checked = false,
  disabled = false,
}: Props<Row>) {
  return (
    <tr
      data-row={id}
      aria-current={open || undefined}
      className={onOpen && 'cursor-pointer'}
      onClick={(event) => {
        if (onOpen && !isControl(event.target) && !getSelection()?.toString()) onOpen(row)
      }}
    >
      {name !== undefined && (
        <td className="sticky start-0 z-[1] w-10 px-2">
          <SelectRow name={name} checked={checked} disabled={disabled} onTick={(on) => onTick(id, on)} />
        </td>
      )}
      {columns.map((column, index) => {
        const cell = column.align === 'end' ? 'end' : column.grow ? 'w-full' : undefined
        return index === 0 ? (
          <th key={column.id} scope="row" className={name === undefined ? 'start-0' : 'start-10'}>
            <RowName open={onOpen && (() => onOpen(row))}>{column.cell(row)}</RowName>
          </th>
        ) : (
          <td key={column.id} className={cell}>
            {column.cell(row)}
          </td>
        )
      })}
    </tr>
  )
}

/** One row of the grid. Fifty of them take a while to draw: opening one draws two. */
export const TableRow = memo(GridRow) as typeof GridRow

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
