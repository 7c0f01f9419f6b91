import { getRouteApi } from '@tanstack/react-router'
import { useCan } from '../../../lib/session.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { LinkButton } from '../../../ui/link.tsx'
import { Page, PageHeader } from '../../../ui/page.tsx'
import { NoPermission } from '../../../ui/states.tsx'
import { Balances } from '../parts/balances.tsx'
import { Ledger } from '../parts/ledger.tsx'

const route = getRouteApi('/guarded/shell/orgs/$org/wallet')

/** What an organization has, and what it was spent on. */
export function WalletPage() {
  const { t } = useTranslation('wallet')
  const { org } = route.useParams()
  const can = useCan(org)
  return (
    <Page>
      <PageHeader
        title={t('title')}
        description={t('description')}
        actions={
          can('prices:check') && (
            <LinkButton to="/orgs/$org/models" params={{ org }} search={{ check: true }}>
              {t('check')}
            </LinkButton>
          )
        }
      />
      {can('wallet:read') ? <Balances org={org} /> : <NoPermission />}
      {can('ledger:read') && <Ledger org={org} />}
    </Page>
  )
}
