import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useCan } from '../../../lib/session.ts'
import { Page, PageHeader } from '../../../ui/page.tsx'
import { NoPermission } from '../../../ui/states.tsx'
import { Balances } from '../parts/balances.tsx'
import { Ledger } from '../parts/ledger.tsx'
import { PriceCheck } from '../parts/price-check.tsx'

const route = getRouteApi('/guarded/shell/orgs/$org/wallet')

/** What an organization has, what it was spent on, and what a call would cost. */
export function WalletPage() {
  const { t } = useTranslation('wallet')
  const { org } = route.useParams()
  const can = useCan(org)
  return (
    <Page>
      <PageHeader title={t('title')} description={t('description')} />
      {can('wallet:read') ? <Balances org={org} /> : <NoPermission />}
      {can('ledger:read') && <Ledger org={org} />}
      {can('prices:check') && <PriceCheck org={org} />}
    </Page>
  )
}
