import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { type ReactNode, type RefObject, useRef } from 'react'
import { challengeIsOpen } from '../lib/confirm.ts'
import { useTranslation } from '../lib/texts.tsx'
import { IconButton } from './button.tsx'
import { cn } from './cn.ts'
import { Scroll } from './scroll.tsx'

export type DialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  description?: ReactNode
  children?: ReactNode
  /** Buttons, at the end of the dialog and always visible. */
  footer?: ReactNode
  size?: 'small' | 'medium' | 'large'
  /** Only its own buttons close it: no Esc, no outside click, no cross. */
  locked?: boolean
  /** Over every other dialog: for the shared ones that ask for a proof. */
  above?: boolean
  /** Nothing behind it can be seen. */
  cover?: boolean
  /** The first field otherwise, else the dialog itself. */
  initialFocus?: RefObject<HTMLElement | null>
  /** Runs when the closing animation is over: the place to drop state. */
  onClosed?: () => void
}

const firstField =
  'input:not([hidden]):not([type="hidden"]):not([tabindex="-1"]), textarea, [role="combobox"], [role="switch"]'
const widths = { small: 'sm:max-w-md', medium: 'sm:max-w-xl', large: 'sm:max-w-3xl' }

export function DialogWindow(props: DialogProps) {
  const {
    open,
    onOpenChange,
    title,
    description,
    children,
    footer,
    size = 'medium',
    locked = false,
    above = false,
    cover = false,
  } = props
  const popup = useRef<HTMLDivElement>(null)
  const { t } = useTranslation('ui')
  return (
    <Base.Root
      open={open}
      disablePointerDismissal={locked || above}
      onOpenChange={(next, details) => {
        if (!next && (locked || (!above && challengeIsOpen()))) return details.cancel()
        onOpenChange(next)
      }}
      onOpenChangeComplete={(now) => {
        if (!now) props.onClosed?.()
      }}
    >
      <Base.Portal>
        <Base.Backdrop
          // Also over the side panel that it was opened from.
          forceRender
          className={cn(
            'fixed inset-0 transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0',
            cover ? 'bg-ground' : 'bg-scrim',
            above ? 'z-45' : 'z-40',
          )}
        />
        <Base.Viewport
          className={cn(
            'fixed inset-0 flex items-end justify-center overflow-hidden sm:items-center sm:p-6',
            above ? 'z-45' : 'z-40',
          )}
        >
          <Base.Popup
            ref={popup}
            initialFocus={
              props.initialFocus ??
              (() => popup.current?.querySelector<HTMLElement>(firstField) ?? popup.current)
            }
            className={cn(
              'flex max-h-[92dvh] w-full flex-col rounded-t-md border border-line bg-surface outline-none transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0 sm:max-h-full sm:rounded-md',
              widths[size],
            )}
          >
            <header className="flex items-start gap-3 border-line border-b px-5 py-3.5">
              <div className="min-w-0 flex-1">
                <Base.Title className="font-semibold text-lg">{title}</Base.Title>
                {description && (
                  <Base.Description className="text-muted text-sm">{description}</Base.Description>
                )}
              </div>
              {!locked && (
                <Base.Close render={<IconButton label={t('close')} icon={<X />} className="-me-2" />} />
              )}
            </header>
            <Scroll label={title} className="min-h-0 overflow-y-auto px-5 py-4">
              {children}
            </Scroll>
            {footer && (
              <footer className="flex flex-wrap items-center justify-end gap-2 border-line border-t px-5 py-3">
                {footer}
              </footer>
            )}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  )
}
