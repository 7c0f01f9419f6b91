import { Dialog as Base } from '@base-ui/react/dialog'
import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { challengeIsOpen } from '../lib/confirm.ts'
import { isSingleKey } from '../lib/shortcuts.ts'
import { useTranslation } from '../lib/texts.tsx'
import { IconButton } from './button.tsx'
import { Scroll } from './scroll.tsx'

export type SidePanelProps = {
  open: boolean
  onClose: () => void
  title: string
  subtitle?: ReactNode
  children: ReactNode
  /** Steps through the rows of the table behind it; J and K do the same. */
  onPrevious?: () => void
  onNext?: () => void
  footer?: ReactNode
}

export function SidePanelWindow({
  open,
  onClose,
  title,
  subtitle,
  children,
  onPrevious,
  onNext,
  footer,
}: SidePanelProps) {
  const { t } = useTranslation('ui')
  const popup = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!open) return
    function step(event: KeyboardEvent) {
      if (isSingleKey(event, 'j')) onNext?.()
      if (isSingleKey(event, 'k')) onPrevious?.()
    }
    addEventListener('keydown', step)
    return () => removeEventListener('keydown', step)
  }, [open, onNext, onPrevious])

  return (
    <Base.Root
      open={open}
      modal={false}
      disablePointerDismissal
      onOpenChange={(next, details) => {
        if (!next && challengeIsOpen()) return details.cancel()
        if (!next) onClose()
      }}
    >
      <Base.Portal>
        <Base.Popup
          ref={popup}
          initialFocus={popup}
          className="fixed inset-0 z-30 flex flex-col border-line bg-surface outline-none transition-transform duration-150 data-ending-style:translate-x-full data-starting-style:translate-x-full md:start-auto md:top-14 md:w-[30rem] md:border-s md:border-t"
        >
          <header className="flex items-start gap-2 border-line border-b px-4 py-3">
            <div className="min-w-0 flex-1">
              <Base.Title className="break-words font-semibold">{title}</Base.Title>
              {subtitle && <div className="text-muted text-sm">{subtitle}</div>}
            </div>
            {(onPrevious || onNext) && (
              <>
                <IconButton
                  size="small"
                  label={t('panel.previous')}
                  icon={<ChevronUp />}
                  disabled={!onPrevious}
                  onClick={onPrevious}
                />
                <IconButton
                  size="small"
                  label={t('panel.next')}
                  icon={<ChevronDown />}
                  disabled={!onNext}
                  onClick={onNext}
                />
              </>
            )}
            <Base.Close render={<IconButton size="small" label={t('close')} icon={<X />} />} />
          </header>
          <Scroll label={title} className="flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto p-4">
            {children}
          </Scroll>
          {footer && (
            <footer className="flex flex-wrap gap-2 border-line border-t px-4 py-3">{footer}</footer>
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
