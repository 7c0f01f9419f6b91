import { Combobox } from '@base-ui/react/combobox'
import { Check, X } from 'lucide-react'
import { useRef, useState } from 'react'
import { useTranslation } from '../lib/texts.tsx'
import { type Bound, bind } from './bind.tsx'
import { cn } from './cn.ts'
import { controlClass, Field, type FieldFrame } from './field.tsx'
import { itemClass, popupClass } from './popup.ts'

export type ChipsFieldProps = FieldFrame &
  Bound<string[]> & {
    /** Suggestions; with `free` other values can be typed too. */
    options?: readonly string[]
    free?: boolean
    placeholder?: string
    /** A sentence for a typed value that cannot be taken, else nothing. */
    check?: (value: string) => string | undefined
    mono?: boolean
  }

function PlainChips(props: ChipsFieldProps) {
  const {
    options = [],
    free = false,
    placeholder,
    check,
    mono = true,
    value = [],
    onValueChange,
    onBlur,
    inputRef,
    ...frame
  } = props
  const { t } = useTranslation('ui')
  const [typed, setTyped] = useState('')
  const chips = useRef<HTMLDivElement>(null)
  const [refusal, setRefusal] = useState<string>()

  /** Takes every value in a text: a pasted list is split at commas, spaces and lines. */
  function take(text: string): boolean {
    const parts = text.split(/[\s,;\uff0c\uff1b]+/).filter((part) => part !== '' && !value.includes(part))
    const bad = parts.map((part) => check?.(part)).find((sentence) => sentence !== undefined)
    setRefusal(bad)
    if (bad !== undefined || parts.length === 0) return false
    onValueChange?.([...value, ...parts])
    setTyped('')
    return true
  }

  const suggestions = options
    .filter((option) => option.toLowerCase().includes(typed.trim().toLowerCase()))
    .sort((a, b) => Number(b === typed.trim()) - Number(a === typed.trim()))
  const offered =
    free && typed.trim() !== '' && !suggestions.includes(typed.trim())
      ? [...suggestions, typed.trim()]
      : suggestions
  return (
    <Field {...frame} error={refusal ?? frame.error}>
      <Combobox.Root
        multiple
        items={offered}
        filter={null}
        value={value}
        inputValue={typed}
        disabled={frame.disabled}
        // Enter takes the first suggestion; what was typed as it is stands last.
        autoHighlight={!free || options.length > 0}
        onValueChange={(next: string[]) => {
          const added = next.find((item) => !value.includes(item))
          if (added !== undefined && !options.includes(added)) take(added)
          else {
            setRefusal(undefined)
            onValueChange?.(next)
            setTyped('')
          }
        }}
        onInputValueChange={(next, details) => {
          if (details.reason === 'input-change' && free && /[\n,;\uff0c\uff1b]/.test(next) && take(next))
            return
          if (details.reason === 'input-change') setTyped(next)
        }}
      >
        <Combobox.Chips
          ref={chips}
          className={cn(
            controlClass,
            (refusal ?? frame.error) && 'border-danger',
            'flex min-h-8 flex-wrap items-center gap-1 px-1.5 py-1 focus-within:outline-2 focus-within:outline-accent focus-within:outline-offset-[-1px]',
          )}
        >
          {value.map((item) => (
            <Combobox.Chip
              key={item}
              className={cn(
                'flex min-h-6 max-w-full items-center gap-0.5 rounded-sm bg-sunken ps-1.5 text-sm data-highlighted:bg-accent-soft focus-visible:bg-accent-soft',
                mono && 'font-mono text-xs',
              )}
            >
              <span className="truncate">{item}</span>
              <Combobox.ChipRemove
                aria-label={t('chips.remove', { value: item })}
                className="flex size-6 shrink-0 items-center justify-center rounded-sm text-muted hover:text-ink"
              >
                <X className="size-3.5" />
              </Combobox.ChipRemove>
            </Combobox.Chip>
          ))}
          <Combobox.Input
            ref={inputRef}
            placeholder={value.length === 0 ? placeholder : undefined}
            onKeyDown={(event) => {
              // Enter takes what is typed and submits only an empty field; a highlighted suggestion is the list's.
              if (event.key !== 'Enter' || typed.trim() === '' || event.nativeEvent.isComposing) return
              if (event.currentTarget.getAttribute('aria-activedescendant')) return
              event.preventDefault()
              if (free) take(typed)
            }}
            onBlur={() => {
              if (free && typed.trim() !== '') take(typed)
              onBlur?.()
            }}
            className={cn(
              'min-h-6 min-w-24 flex-1 bg-transparent px-1 placeholder:text-muted focus-visible:outline-none',
              mono && 'font-mono text-sm',
            )}
          />
        </Combobox.Chips>
        {(offered.length > 0 || options.length > 0) && (
          <Combobox.Portal>
            <Combobox.Positioner anchor={chips} sideOffset={4} className="z-50">
              <Combobox.Popup className={cn(popupClass, 'w-(--anchor-width)')}>
                <Combobox.Empty>
                  <div className="px-2 py-1 text-muted text-sm">{t('chips.none')}</div>
                </Combobox.Empty>
                <Combobox.List className="max-h-[min(16rem,var(--available-height))] overflow-y-auto">
                  {(item: string) => (
                    <Combobox.Item key={item} value={item} className={itemClass}>
                      <span className="flex w-4 shrink-0">
                        <Combobox.ItemIndicator>
                          <Check className="size-4" />
                        </Combobox.ItemIndicator>
                      </span>
                      <span className={cn('min-w-0 truncate', mono && 'font-mono text-sm')}>
                        {options.includes(item) ? item : t('chips.add', { value: item })}
                      </span>
                    </Combobox.Item>
                  )}
                </Combobox.List>
              </Combobox.Popup>
            </Combobox.Positioner>
          </Combobox.Portal>
        )}
      </Combobox.Root>
    </Field>
  )
}
/** Several values as chips: models (with suggestions), addresses (typed or pasted). Backspace takes the last one away. */
export const ChipsField = bind<string[], ChipsFieldProps>(PlainChips, 'ChipsField')
