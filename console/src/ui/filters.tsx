import { Search, SlidersHorizontal, X } from 'lucide-react'
import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { useMedia } from '../lib/media.ts'
import { isSingleKey } from '../lib/shortcuts.ts'
import { useTranslation } from '../lib/texts.tsx'
import { Button } from './button.tsx'
import { cn } from './cn.ts'
import { controlClass } from './field.tsx'

export type Chip = { id: string; label: string; onRemove: () => void }

/** Filters of a list, and what is filtered now as chips with "Clear". */
export function FilterBar({
  children,
  chips = [],
  onClear,
  grid = false,
}: {
  children: ReactNode
  /** Many filters: even columns; on a phone behind a button, so that the list itself is in sight. */
  grid?: boolean
  chips?: readonly Chip[]
  onClear?: () => void
}) {
  const { t } = useTranslation('ui')
  const folds = useMedia('(max-width: 639px)') && grid
  const [open, setOpen] = useState(false)
  const id = useId()
  return (
    <div className="flex min-w-0 flex-col gap-2">
      {folds && (
        <Button
          icon={<SlidersHorizontal aria-hidden />}
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
          className="self-start"
        >
          {t('filters.show')}
        </Button>
      )}
      <search
        id={id}
        hidden={folds && !open}
        className={cn(
          'min-w-0 items-end gap-2',
          grid ? 'grid grid-cols-2 sm:grid-cols-[repeat(auto-fill,minmax(10.5rem,1fr))]' : 'flex flex-wrap',
          folds && !open && 'hidden',
        )}
      >
        {children}
      </search>
      {chips.length > 0 && (
        <ul aria-label={t('filters.active')} className="flex flex-wrap items-center gap-1.5">
          {chips.map((chip) => (
            <li
              key={chip.id}
              className="flex min-h-6 max-w-full items-center rounded-sm bg-accent-soft ps-2 text-ink text-sm"
            >
              <span className="truncate">{chip.label}</span>
              <button
                type="button"
                aria-label={t('filters.remove', { filter: chip.label })}
                onClick={chip.onRemove}
                className="flex size-6 items-center justify-center rounded-sm text-muted hover:text-ink"
              >
                <X aria-hidden className="size-3.5" />
              </button>
            </li>
          ))}
          {onClear && (
            <li>
              <Button kind="quiet" size="small" onClick={onClear}>
                {t('filters.clear')}
              </Button>
            </li>
          )}
        </ul>
      )}
    </div>
  )
}

type SearchProps = {
  label: string
  value: string
  onSearch: (value: string) => void
  placeholder?: string
  className?: string
}

/** Searches 300 ms after the last key, at once on Enter; never while an input method composes. `/` focuses it. */
export function SearchField({ label, value, onSearch, placeholder, className }: SearchProps) {
  const [typed, setTyped] = useState(value)
  const input = useRef<HTMLInputElement>(null)
  const composing = useRef(false)
  const latest = useRef(onSearch)
  latest.current = onSearch
  useEffect(() => setTyped(value), [value])
  useEffect(() => {
    if (typed === value || composing.current) return
    const timer = setTimeout(() => latest.current(typed.trim()), 300)
    return () => clearTimeout(timer)
  }, [typed, value])
  useEffect(() => {
    function focus(event: KeyboardEvent) {
      const inDialog = event.target instanceof HTMLElement && event.target.closest('[role="dialog"]')
      if (inDialog || !isSingleKey(event, '/')) return
      event.preventDefault()
      input.current?.focus()
    }
    addEventListener('keydown', focus)
    return () => removeEventListener('keydown', focus)
  }, [])
  return (
    <span className={cn('relative flex w-full min-w-0 items-center sm:w-64', className)}>
      <Search aria-hidden className="pointer-events-none absolute start-2.5 size-4 text-muted" />
      <input
        ref={input}
        type="search"
        aria-label={label}
        placeholder={placeholder ?? label}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onCompositionStart={() => {
          composing.current = true
        }}
        onCompositionEnd={(event) => {
          composing.current = false
          setTyped(`${event.currentTarget.value}`)
          latest.current(event.currentTarget.value.trim())
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) onSearch(typed.trim())
        }}
        className={cn(controlClass, 'h-8 ps-8 pe-2')}
      />
    </span>
  )
}
