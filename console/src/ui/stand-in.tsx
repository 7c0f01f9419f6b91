import { ChevronsUpDown } from 'lucide-react'
import type { ComponentProps, KeyboardEvent, ReactNode } from 'react'
import type { Stand } from './later.ts'

type Props = Pick<ComponentProps<'button'>, 'id' | 'disabled' | 'onBlur' | 'ref' | 'className'> & {
  /** What opens. */
  popup: 'listbox' | 'dialog'
  stand: Stand
  /** A key that is neither arrow; true: it is dealt with. */
  onKey?: (event: KeyboardEvent) => boolean
  children: ReactNode
}

/** A closed list to choose from, before the code of the real one is there: looks and opens like it. */
export function StandIn({ popup, stand, onKey, disabled, children, ...button }: Props) {
  return (
    <button
      type="button"
      role="combobox"
      aria-haspopup={popup}
      aria-expanded={false}
      disabled={disabled}
      data-disabled={disabled ? '' : undefined}
      {...button}
      {...stand}
      onKeyDown={(event) => {
        if (event.key === 'ArrowDown' || event.key === 'ArrowUp') stand.onClick()
        else if (!onKey?.(event)) return
        event.preventDefault()
      }}
    >
      {children}
      <span aria-hidden className="text-muted">
        <ChevronsUpDown className="size-3.5" />
      </span>
    </button>
  )
}
