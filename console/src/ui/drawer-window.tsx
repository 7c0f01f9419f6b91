import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { type ReactNode, useRef } from 'react'
import { useTranslation } from '../lib/texts.tsx'
import { IconButton } from './button.tsx'
import { cn } from './cn.ts'

export type DrawerProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  children: ReactNode
  side?: 'start' | 'end'
}

export function DrawerWindow({ open, onOpenChange, title, children, side = 'end' }: DrawerProps) {
  const { t } = useTranslation('ui')
  const popup = useRef<HTMLDivElement>(null)
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-scrim transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Popup
          ref={popup}
          // Not its cross: Esc would close the tip of that first, and the drawer only when pressed again.
          initialFocus={popup}
          className={cn(
            'fixed inset-y-0 z-40 flex w-72 max-w-[85vw] flex-col border-line bg-surface outline-none transition-transform duration-150',
            side === 'start'
              ? 'start-0 border-e data-ending-style:-translate-x-full data-starting-style:-translate-x-full'
              : 'end-0 border-s data-ending-style:translate-x-full data-starting-style:translate-x-full',
          )}
        >
          <header className="flex h-14 shrink-0 items-center gap-2 border-line border-b px-4">
            <Base.Title className="min-w-0 flex-1 truncate font-semibold">{title}</Base.Title>
            <Base.Close render={<IconButton label={t('close')} icon={<X />} />} />
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
