import { getRouteApi } from '@tanstack/react-router'
import { useEffect } from 'react'
import { announceConfirmed } from '../../../lib/confirm.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { TextLink } from '../../../ui/link.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { PageHeader } from '../../../ui/page.tsx'
import { WithProblem } from '../parts/providers.tsx'

const route = getRouteApi('/public/confirmed')

/** Where a confirmation at a provider ends: tells the page that waits for it, and closes itself where the browser lets it. */
export function ConfirmedPage() {
  const { t } = useTranslation('proof')
  const { problem } = route.useSearch()
  useEffect(() => {
    if (problem !== undefined) return
    announceConfirmed()
    window.close()
  }, [problem])
  const onward = (
    <p>
      <TextLink to="/">{t('identity.onward')}</TextLink>
    </p>
  )
  return (
    <div className="flex flex-col gap-5">
      <PageHeader title={t('shell:confirm.title')} />
      {problem === undefined ? (
        <>
          <Notice kind="success">{t('identity.done')}</Notice>
          {onward}
        </>
      ) : (
        <WithProblem code={problem} title={t('identity.problem')}>
          <p className="text-muted">{t('identity.again')}</p>
          {onward}
        </WithProblem>
      )}
    </div>
  )
}
