import { Combobox as Base } from '@base-ui/react/combobox'
import { Check, ChevronsUpDown, Search } from 'lucide-react'
import { useCallback, useRef, useState } from 'react'
import { useTranslation } from '../lib/texts.tsx'
import { cn } from './cn.ts'
import { type ComboboxControlProps, ComboboxText, triggerClass } from './combobox.tsx'
import { itemClass, popupClass } from './popup.ts'
import type { Option } from './select.tsx'

/** So many lines are drawn at once; whoever wants another one types a part of it. */
const mostShown = 100

/** Every word that was typed is part of the label, the description or the value. */
function matching(options: readonly Option[], typed: string): readonly Option[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return options
  return options.filter(({ label, description = '', value }) => {
    const all = `${label} ${description} ${value}`.toLowerCase()
    return words.every((word) => all.includes(word))
  })
}

/** Types for somebody: the list takes it as typed in its own box, and marks the first that it finds. */
function typeInto(input: HTMLInputElement, text: string): void {
  const setter = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set
  setter?.call(input, input.value + text)
  input.dispatchEvent(new InputEvent('input', { bubbles: true, data: text, inputType: 'insertText' }))
}

/** The button of a combobox and its list; the field around them is `combobox.tsx`. */
export function ComboboxControl(props: ComboboxControlProps) {
  const {
    options,
    placeholder,
    value = '',
    onValueChange,
    onBlur,
    inputRef,
    mono,
    label,
    disabled,
    error,
  } = props
  const { t } = useTranslation('ui')
  const [typed, setTyped] = useState('')
  const ahead = useRef(props.typedAhead)
  const takeOver = useCallback((input: HTMLInputElement | null) => {
    // At once and not with the next frame: who types on does not wait for it.
    input?.focus({ preventScroll: true })
    if (input && ahead.current !== '') typeInto(input, ahead.current)
    ahead.current = ''
  }, [])
  const found = matching(options, typed)
  const shown = new Map(found.slice(0, mostShown).map((option) => [option.value, option]))
  const chosen = options.find((option) => option.value === value)
  return (
    <Base.Root
      items={[...shown.keys()]}
      filter={null}
      value={chosen ? value : null}
      inputValue={typed}
      disabled={disabled}
      autoHighlight
      onValueChange={(next: string | null) => {
        if (next !== null) onValueChange?.(next)
      }}
      onInputValueChange={(next, { reason }) => {
        if (reason === 'input-change') setTyped(next)
      }}
      onOpenChangeComplete={(open) => {
        if (!open) setTyped('')
      }}
    >
      <Base.Trigger
        ref={inputRef}
        onBlur={onBlur}
        className={cn(triggerClass, error !== undefined && 'border-danger')}
      >
        <ComboboxText chosen={chosen} placeholder={placeholder} mono={mono} />
        <Base.Icon className="text-muted">
          <ChevronsUpDown className="size-3.5" />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner align="start" sideOffset={4} className="z-50">
          <Base.Popup
            aria-label={label}
            className={cn(popupClass, 'flex w-max min-w-(--anchor-width) flex-col p-0')}
          >
            <span className="flex items-center gap-2 border-line border-b px-2.5">
              <Search aria-hidden className="size-4 shrink-0 text-muted" />
              <Base.Input
                ref={takeOver}
                placeholder={t('combobox.search')}
                className="h-9 w-full min-w-40 bg-transparent text-base outline-none placeholder:text-muted pointer-coarse:text-lg"
              />
            </span>
            <Base.Empty>
              <div className="px-3 py-2.5 text-muted text-sm">
                {options.length === 0 ? t('combobox.empty') : t('chips.none')}
              </div>
            </Base.Empty>
            <Base.List className="max-h-[min(20rem,calc(var(--available-height)-3rem))] overflow-y-auto p-1 data-empty:p-0">
              {(id: string) => {
                const option = shown.get(id)
                return (
                  <Base.Item key={id} value={id} disabled={option?.disabled} className={itemClass}>
                    <span className="flex w-4 shrink-0">
                      <Base.ItemIndicator>
                        <Check className="size-4" />
                      </Base.ItemIndicator>
                    </span>
                    <span className="flex min-w-0 flex-col">
                      <span className={cn('break-words', mono && id !== '' && 'font-mono text-sm')}>
                        {option?.label}
                      </span>
                      {option?.description && (
                        <span className="break-words text-muted text-xs">{option.description}</span>
                      )}
                    </span>
                  </Base.Item>
                )
              }}
            </Base.List>
            {found.length > mostShown && (
              <p className="border-line border-t px-3 py-1.5 text-muted text-xs">
                {t('combobox.more', { count: found.length - mostShown })}
              </p>
            )}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
