import { useEffect, useRef } from 'react'
import { useTranslation } from '../../lib/texts.tsx'
import { cn } from '../../ui/cn.ts'
import type { Entry } from './entries.tsx'

type Props = {
  id: string
  entries: readonly Entry[]
  active: Entry | undefined
  optionId: (entry: Entry) => string
  onPoint: (entry: Entry) => void
  onChoose: (entry: Entry, newTab?: boolean) => void
}

/** The lines below the field, by group. The field keeps the focus; a line that goes somewhere is a link all the same. */
export function PaletteList({ id, entries, active, optionId, onPoint, onChoose }: Props) {
  const { t } = useTranslation('palette')
  const order = [...new Set(entries.map((entry) => entry.group))]
  return (
    <div
      id={id}
      role="listbox"
      aria-label={t('title')}
      className={cn('min-h-0 flex-1 overflow-y-auto', entries.length > 0 && 'p-2')}
    >
      {order.map((group) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is no part of a listbox
        <div key={group} role="group" aria-label={t(`groups.${group}`)} className="not-first:mt-2">
          <p aria-hidden className="px-2 py-1 font-medium text-muted text-xs">
            {t(`groups.${group}`)}
          </p>
          {entries
            .filter((entry) => entry.group === group)
            .map((entry) => (
              <Line
                key={entry.id}
                id={optionId(entry)}
                entry={entry}
                active={entry.id === active?.id}
                onPoint={() => onPoint(entry)}
                onChoose={(newTab) => onChoose(entry, newTab)}
              />
            ))}
        </div>
      ))}
    </div>
  )
}

type LineProps = {
  id: string
  entry: Entry
  active: boolean
  onPoint: () => void
  onChoose: (newTab?: boolean) => void
}
function Line({ id, entry, active, onPoint, onChoose }: LineProps) {
  const line = useRef<HTMLElement>(null)
  useEffect(() => {
    if (active) line.current?.scrollIntoView({ block: 'nearest' })
  }, [active])
  const shared = {
    id,
    role: 'option',
    'aria-selected': active,
    tabIndex: -1,
    onPointerMove: () => {
      if (!active) onPoint()
    },
    className: cn(
      'tap flex min-h-8 w-full cursor-default items-center gap-2.5 rounded-sm px-2 py-1 text-start text-ink no-underline outline-none',
      active && 'bg-hover',
    ),
  }
  const content = (
    <>
      <entry.icon aria-hidden className={cn('size-4 shrink-0', active ? 'text-accent' : 'text-muted')} />
      <span className="min-w-0 flex-1 truncate">{entry.label}</span>
      {entry.note && <span className="max-w-60 shrink-0 truncate text-muted text-sm">{entry.note}</span>}
    </>
  )
  if (entry.href === undefined)
    return (
      <button type="button" ref={line as React.Ref<HTMLButtonElement>} {...shared} onClick={() => onChoose()}>
        {content}
      </button>
    )
  return (
    <a
      ref={line as React.Ref<HTMLAnchorElement>}
      href={entry.href}
      {...shared}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return
        event.preventDefault()
        onChoose()
      }}
    >
      {content}
    </a>
  )
}
