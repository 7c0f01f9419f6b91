import { useQueryClient } from '@tanstack/react-query'
import { type ErrorComponentProps, Link, useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from '../lib/texts.tsx'
import { LinkButton } from '../ui/link.tsx'
import { Page, PageHeader } from '../ui/page.tsx'
import { ErrorState } from '../ui/states.tsx'

/** No such page, or nothing that this person may know of. */
export function NotFound() {
  const { t } = useTranslation('shell')
  return (
    <Page narrow>
      <PageHeader title={t('notFound.title')} description={t('notFound.text')} />
      <div>
        <LinkButton to="/" kind="primary">
          {t('notFound.home')}
        </LinkButton>
      </div>
    </Page>
  )
}

/** A page that broke: what, retry, and a way home. */
export function Problem({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation('shell')
  const router = useRouter()
  const client = useQueryClient()
  useEffect(() => {
    console.error(error)
  }, [error])
  return (
    <Page narrow>
      <PageHeader title={t('problem.title')} />
      <ErrorState
        error={error}
        onRetry={() => {
          // It may be the very answer that broke it: what the page had read is asked for again.
          client.removeQueries({ predicate: (query) => query.getObserversCount() === 0 })
          reset()
          void router.invalidate()
        }}
      />
      <Link to="/" className="self-center text-accent underline underline-offset-3">
        {t('notFound.home')}
      </Link>
    </Page>
  )
}
