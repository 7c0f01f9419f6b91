import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useCan } from '../../../lib/session.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Page, PageHeader } from '../../../ui/page.tsx'
import { ErrorState, Skeleton } from '../../../ui/states.tsx'
import { PolicyForm } from '../parts/form.tsx'
import { TwoFactorRule } from '../parts/two-factor.tsx'
import { UnpricedSwitch } from '../parts/unpriced.tsx'
import { policyQuery } from '../queries.ts'

const route = getRouteApi('/guarded/shell/orgs/$org/policy')

/** The switches of an organization, read-only where the role does not allow more. */
export function PolicyPage() {
  const { t } = useTranslation('policy')
  const { org } = route.useParams()
  const readOnly = !useCan(org)('policy:update')
  const { data, error, refetch } = useQuery(policyQuery(org))
  return (
    <Page narrow>
      <PageHeader title={t('title')} description={t('description')} />
      {readOnly && <Notice>{t('readOnly')}</Notice>}
      {data ? (
        <>
          <UnpricedSwitch org={org} policy={data} readOnly={readOnly} />
          <PolicyForm org={org} policy={data} readOnly={readOnly} />
          <TwoFactorRule org={org} policy={data} readOnly={readOnly} />
        </>
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton lines={8} />
      )}
    </Page>
  )
}
