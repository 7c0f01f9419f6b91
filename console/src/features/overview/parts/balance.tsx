import { useQuery } from '@tanstack/react-query'
import { sign } from '../../../lib/decimal.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { LinkButton, TextLink } from '../../../ui/link.tsx'
import { Money } from '../../../ui/money.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { ErrorState } from '../../../ui/states.tsx'
import { walletQuery } from '../queries.ts'

/** What there is to spend, in one line; more of it in the wallet. */
export function Balance({ org }: { org: string }) {
  const { t } = useTranslation('overview')
  const { data, error, refetch } = useQuery(walletQuery(org))
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />
  const figure = (label: string, value: string | undefined) => (
    <div className="min-w-0 bg-surface px-3 py-2.5 @3xl:px-4">
      <dt className="truncate text-muted text-xs">{label}</dt>
      <dd className="mt-0.5 truncate font-semibold text-lg">
        <Money value={value} />
      </dd>
    </div>
  )
  return (
    <section aria-label={t('wallet.label')} className="flex flex-col gap-1.5">
      <dl className="grid grid-cols-3 gap-px overflow-hidden rounded-md border border-line bg-line">
        {figure(t('wallet.available'), data?.availableUsd)}
        {figure(t('wallet.held'), data?.heldUsd)}
        {figure(t('wallet.balance'), data?.balanceUsd)}
      </dl>
      {data && sign(data.availableUsd) <= 0 ? (
        <Notice
          kind="warning"
          title={t('wallet.empty')}
          action={
            <LinkButton size="small" to="/orgs/$org/wallet" params={{ org }}>
              {t('wallet.open')}
            </LinkButton>
          }
        >
          {t('wallet.emptyText')}
        </Notice>
      ) : (
        <p className="text-sm">
          <TextLink to="/orgs/$org/wallet" params={{ org }}>
            {t('wallet.open')}
          </TextLink>
        </p>
      )}
    </section>
  )
}
