import { Toast as Base } from '@base-ui/react/toast'
import { CircleAlert, CircleCheck, X } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from '../lib/texts.tsx'
import { Button, IconButton } from './button.tsx'
import type { ToastMessage } from './toast.tsx'

const manager = Base.createToastManager()

function show({ title, description, kind = 'done', action }: ToastMessage) {
  const id = manager.add({
    title,
    description,
    type: kind,
    priority: kind === 'problem' ? 'high' : 'low',
    timeout: action || kind === 'problem' ? 10_000 : 5000,
    actionProps: action && {
      children: action.label,
      onClick: () => {
        manager.close(id)
        action.onClick()
      },
    },
  })
}

/** Where messages stand. */
export function ToastRegion({ onReady }: { onReady: (show: (message: ToastMessage) => void) => void }) {
  // After the provider's own effect, which listens to the manager.
  useEffect(() => onReady(show), [onReady])
  return (
    <Base.Provider toastManager={manager} limit={3}>
      <Base.Portal>
        <Base.Viewport className="fixed end-4 bottom-4 in-data-panel:bottom-20 lg:in-data-panel:end-[31rem] in-data-save-bar:bottom-20 z-50 flex w-96 max-w-[calc(100vw-2rem)] flex-col gap-2 outline-none">
          <List />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  )
}

function List() {
  const { toasts } = Base.useToastManager()
  const { t } = useTranslation('ui')
  return toasts.map((item) => (
    <Base.Root
      key={item.id}
      toast={item}
      swipeDirection="right"
      className="rounded-md border border-line bg-surface shadow-pop transition-opacity duration-100 data-limited:hidden data-ending-style:opacity-0 data-starting-style:opacity-0"
    >
      <Base.Content className="flex items-start gap-2.5 p-3">
        {item.type === 'problem' ? (
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
        ) : (
          <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-success" />
        )}
        <div className="min-w-0 flex-1">
          <Base.Title className="font-medium" render={<p />} />
          <Base.Description className="text-muted text-sm" />
        </div>
        <Base.Action render={<Button size="small" />} />
        <Base.Close
          aria-label={t('close')}
          render={<IconButton size="small" label={t('close')} icon={<X />} />}
        />
      </Base.Content>
    </Base.Root>
  ))
}
