import { useQuery } from '@tanstack/react-query'
import { useTranslation } from '../../../lib/texts.tsx'
import { LinkButton } from '../../../ui/link.tsx'
import { Page, PageHeader } from '../../../ui/page.tsx'
import { ErrorState, Skeleton } from '../../../ui/states.tsx'
import { SecurityForm } from '../parts/security-form.tsx'
import { SecurityLinks } from '../parts/security-links.tsx'
import { SecurityWays } from '../parts/security-ways.tsx'
import { settingsQuery } from '../queries.ts'

/** Every switch of how people get in and stay in, each with its default, its reason and what it does to who is signed in. */
export function SecurityPage() {
  const { t } = useTranslation('security')
  const { data, error, refetch } = useQuery(settingsQuery)
  return (
    <Page narrow>
      <PageHeader
        title={t('title')}
        description={t('description')}
        actions={<LinkButton to="/operator/accounts">{t('accounts')}</LinkButton>}
      />
      {data ? (
        <>
          <SecurityWays settings={data} />
          <SecurityForm settings={data} />
          <SecurityLinks />
        </>
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton lines={12} />
      )}
    </Page>
  )
}
