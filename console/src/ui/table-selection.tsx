import type { ReactNode } from 'react'
import { useFormat } from '../lib/place.tsx'
import { useTranslation } from '../lib/texts.tsx'
import { Button } from './button.tsx'

/** Rows that are chosen to be acted on together. */
export type Selection<Row> = {
  ids: ReadonlySet<string>
  onChange: (ids: ReadonlySet<string>) => void
  /** What a row is called. */
  nameOf: (row: Row) => string
  /** Which rows can be chosen. */
  can: (row: Row) => boolean
  /** The acts, beside how many are chosen. */
  acts: ReactNode
}

type Shown<Row> = { selection: Selection<Row>; rows: readonly Row[]; rowId: (row: Row) => string }

/** How one row stands to the choosing, and what it is called there. */
export type Ticking = { name: string; checked: boolean; disabled: boolean }

export function tickingOf<Row>(selection: Selection<Row>, row: Row, id: string): Ticking {
  const { ids, can, nameOf } = selection
  return { name: nameOf(row), checked: ids.has(id), disabled: !can(row) }
}

/** Ticks one row. */
export function SelectRow({ name, checked, disabled, onTick }: Ticking & { onTick: (on: boolean) => void }) {
  const { t } = useTranslation('lists')
  return <Tick label={t('select.row', { name })} checked={checked} disabled={disabled} onChange={onTick} />
}

/** Ticks all rows that are shown and can be chosen. */
export function SelectShown<Row>({ selection, rows, rowId }: Shown<Row>) {
  const { t } = useTranslation('lists')
  const ids = rows.filter(selection.can).map(rowId)
  const chosen = ids.filter((id) => selection.ids.has(id))
  const all = ids.length > 0 && chosen.length === ids.length
  return (
    <Tick
      label={t('select.all')}
      checked={all}
      mixed={!all && chosen.length > 0}
      disabled={ids.length === 0}
      onChange={(on) => selection.onChange(changed(selection.ids, ids, on))}
    />
  )
}

/** How many are chosen, what can be done with them, and the way back. Below the rows, so that none moves away from who ticks them; rows that are gone count no more. */
export function SelectionBar<Row>({ selection, rows, rowId }: Shown<Row>) {
  const { t } = useTranslation('lists')
  const { integer } = useFormat()
  const count = rows.filter((row) => selection.ids.has(rowId(row)) && selection.can(row)).length
  if (count === 0) return null
  return (
    <div className="sticky bottom-4 z-20 flex min-w-0 flex-wrap items-center gap-2 rounded-md border border-accent bg-accent-soft px-3 py-1.5 shadow-pop">
      <p role="status" className="me-auto font-medium">
        {t('select.count', { count, number: integer(count) })}
      </p>
      {selection.acts}
      <Button size="small" kind="quiet" onClick={() => selection.onChange(new Set())}>
        {t('select.none')}
      </Button>
    </div>
  )
}

/** The choice with these in it, or out of it. */
export function changed(old: ReadonlySet<string>, ids: readonly string[], on: boolean): ReadonlySet<string> {
  const next = new Set(old)
  for (const id of ids) {
    if (on) next.add(id)
    else next.delete(id)
  }
  return next
}

type TickProps = {
  label: string
  checked: boolean
  mixed?: boolean
  disabled: boolean
  onChange: (on: boolean) => void
}
function Tick({ label, checked, mixed = false, disabled, onChange }: TickProps) {
  return (
    <label className="tap inline-flex size-6 items-center justify-center">
      <span className="sr-only">{label}</span>
      <input
        type="checkbox"
        ref={(box) => {
          if (box) box.indeterminate = mixed
        }}
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
        className="size-4 accent-accent"
      />
    </label>
  )
}
