import { useQuery } from '@tanstack/react-query'
import { sign } from '../../../lib/decimal.ts'
import { useSession } from '../../../lib/session.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { LinkButton } from '../../../ui/link.tsx'
import { Money } from '../../../ui/money.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { ErrorState } from '../../../ui/states.tsx'
import { walletQuery } from '../queries.ts'

/** What there is, what calls in flight hold, what is free; and who gives more. */
export function Balances({ org }: { org: string }) {
  const { t } = useTranslation('wallet')
  const session = useSession()
  const { data, error, refetch } = useQuery(walletQuery(org))
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />
  const figure = (label: string, hint: string, value: string | undefined, strong = false) => (
    <div className="min-w-0 bg-surface px-4 py-3">
      <dt className="font-medium text-sm">{label}</dt>
      <dd className={strong ? 'mt-1 font-semibold text-xl' : 'mt-1 text-xl'}>
        <Money value={value} />
        <span className="block font-normal text-muted text-xs">{hint}</span>
      </dd>
    </div>
  )
  return (
    <div className="flex flex-col gap-3">
      <dl className="grid gap-px overflow-hidden rounded-md border border-line bg-line sm:grid-cols-3">
        {figure(t('available'), t('availableHint'), data?.availableUsd, true)}
        {figure(t('held'), t('heldHint'), data?.heldUsd)}
        {figure(t('balance'), t('balanceHint'), data?.balanceUsd)}
      </dl>
      {data && sign(data.availableUsd) <= 0 && (
        <Notice
          kind="warning"
          title={t('empty.title')}
          action={
            session?.account.operator && (
              <LinkButton size="small" to="/operator/credits" search={{ q: org }}>
                {t('empty.give')}
              </LinkButton>
            )
          }
        >
          {session?.account.operator ? t('empty.operator') : t('empty.ask')}
        </Notice>
      )}
    </div>
  )
}
