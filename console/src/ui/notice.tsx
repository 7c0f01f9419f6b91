import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from '../lib/texts.tsx'
import { cn } from './cn.ts'

const looks = {
  info: { icon: Info, className: 'border-info/40 bg-info-soft text-ink [&>svg]:text-info' },
  success: {
    icon: CircleCheck,
    className: 'border-success/40 bg-success-soft text-ink [&>svg]:text-success',
  },
  warning: {
    icon: TriangleAlert,
    className: 'border-warning/40 bg-warning-soft text-ink [&>svg]:text-warning',
  },
  danger: { icon: CircleAlert, className: 'border-danger/40 bg-danger-soft text-ink [&>svg]:text-danger' },
}
export type NoticeKind = keyof typeof looks

/** A sentence or two that stays on the page. */
export function Notice(props: {
  kind?: NoticeKind
  title?: string
  children?: ReactNode
  action?: ReactNode
  className?: string
}) {
  const { kind = 'info', title, children, action, className } = props
  const { icon: Icon, className: look } = looks[kind]
  return (
    <div className={cn('flex items-start gap-2.5 rounded-md border px-3 py-2', look, className)}>
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1">
        {title && <p className="font-medium">{title}</p>}
        {children && <div className="text-sm">{children}</div>}
      </div>
      {action}
    </div>
  )
}

/** What went wrong, said aloud at once, with the request id where it helps. */
export function ErrorNotice({
  children,
  requestId,
  action,
}: {
  children: ReactNode
  requestId?: string | null
  action?: ReactNode
}) {
  const { t } = useTranslation('ui')
  return (
    <div role="alert">
      <Notice kind="danger" action={action}>
        {children}
        {requestId && <p className="mt-1 font-mono text-xs">{t('error.requestId', { id: requestId })}</p>}
      </Notice>
    </div>
  )
}
