import { type ReactNode, useEffect, useState } from 'react'
import { ApiError } from '../lib/api-error.ts'
import { errorText } from '../lib/error-text.ts'
import { useTranslation } from '../lib/texts.tsx'
import { Button } from './button.tsx'
import { cn } from './cn.ts'

/** Waits 200 ms before children appear, so that quick answers do not flicker. */
export function Late({ children }: { children: ReactNode }) {
  const [due, setDue] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setDue(true), 200)
    return () => clearTimeout(timer)
  }, [])
  return due ? children : null
}

/** Grey bars in place of what is loading, after 200 ms. */
export function Skeleton({ lines = 3, className }: { lines?: number; className?: string }) {
  const { t } = useTranslation('ui')
  return (
    <div role="status" aria-label={t('loading')} className={cn('flex flex-col gap-3', className)}>
      <Late>
        {Array.from({ length: lines }, (_, index) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: identical bars have no other name
            key={index}
            className={cn('h-4 animate-pulse rounded-sm bg-line', index % 3 === 2 ? 'w-1/2' : 'w-full')}
          />
        ))}
      </Late>
    </div>
  )
}

type StateProps = { title: string; children?: ReactNode; action?: ReactNode; icon?: ReactNode }

/** First use (what it is, one act, a real example) or nothing found ("Clear filters"): never a dead end. */
export function EmptyState({ title, children, action, icon }: StateProps) {
  return (
    <div className="flex flex-col items-center gap-3 px-4 py-10 text-center">
      {icon && <span className="text-muted [&>svg]:size-7">{icon}</span>}
      <p className="font-medium text-lg">{title}</p>
      {children && <div className="flex w-full max-w-xl flex-col gap-3 text-muted">{children}</div>}
      {action}
    </div>
  )
}

/** What failed, a way to try again, and the request id to report. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation('ui')
  if (error instanceof ApiError && (error.code === 'permission_denied' || error.code === 'operator_only'))
    return <NoPermission />
  const id = error instanceof ApiError ? error.requestId : null
  return (
    <div role="alert" className="flex flex-col items-center gap-3 px-4 py-10 text-center">
      <p className="font-medium text-lg">{t('error.title')}</p>
      <p className="max-w-xl text-muted">{errorText(t, error)}</p>
      {onRetry && <Button onClick={onRetry}>{t('error.retry')}</Button>}
      {id && <p className="font-mono text-muted text-xs">{t('error.requestId', { id })}</p>}
    </div>
  )
}

/** Who can grant what is missing. */
export function NoPermission({ children }: { children?: ReactNode }) {
  const { t } = useTranslation('ui')
  return (
    <EmptyState title={t('noPermission.title')}>
      <p>{children ?? t('noPermission.who')}</p>
    </EmptyState>
  )
}
