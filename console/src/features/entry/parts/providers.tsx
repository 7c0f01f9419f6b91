import type { ReactNode } from 'react'
import type { ReplyOf } from '../../../lib/api.ts'
import { safeNext } from '../../../lib/search.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { buttonClass } from '../../../ui/button.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { ProviderMark } from '../../../ui/provider-mark.tsx'

type Props = {
  providers: ReplyOf<'GET /auth/methods'>['providers']
  next: string | undefined
  invitation?: string | undefined
}

/** A button for each provider. They leave the console, so they are plain links. */
export function Providers({ providers, next, invitation }: Props) {
  const { t } = useTranslation('proof')
  const query = new URLSearchParams({
    ...(next === undefined ? {} : { next: safeNext(next) }),
    ...(invitation === undefined ? {} : { invitation }),
  })
  const search = query.size === 0 ? '' : `?${query}`
  return (
    <ul className="flex flex-col gap-2" aria-label={t('providers.title')}>
      {providers.map(({ id, name, icon }) => (
        <li key={id}>
          <a
            className={`${buttonClass({ size: 'large' })} w-full`}
            href={`/api/v1/auth/oauth/${encodeURIComponent(id)}/start${search}`}
          >
            <ProviderMark icon={icon} />
            <span className="min-w-0 truncate">{t('providers.go', { name })}</span>
          </a>
        </li>
      ))}
    </ul>
  )
}

type ProblemProps = {
  code: string
  /** What did not happen; signing in, unless it is said. */
  title?: string
  children: ReactNode
}

/**
 * A page with what the way back from a provider says above it: they come together, so that nothing moves. A code that nobody knows says that
 * it failed, and nothing of its own.
 */
export function WithProblem({ code, title, children }: ProblemProps) {
  const { t } = useTranslation('proof')
  const known = /^[a-z_]{1,60}$/.test(code) ? code : 'identity_failed'
  return (
    <div className="flex flex-col gap-5">
      <Notice kind="warning" title={title ?? t('providers.problem')}>
        {t(`errors:${known}`, { defaultValue: t('errors:identity_failed') })}
      </Notice>
      {children}
    </div>
  )
}
