import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../lib/place.tsx'
import { Code } from '../../../ui/code-block.tsx'
import { DescriptionList } from '../../../ui/description-list.tsx'
import { TextLink } from '../../../ui/link.tsx'
import { Moment, Money } from '../../../ui/money.tsx'
import { ErrorState, Skeleton } from '../../../ui/states.tsx'
import { Badge } from '../../../ui/status.tsx'
import { type Organization, type OrganizationDetail, organizationQuery } from '../queries.ts'

/** What an operator wants to know of an organization before acting on it. */
export function OrganizationFacts({ organization }: { organization: Organization }) {
  const { t } = useTranslation('credits')
  const { integer } = useFormat()
  const { data, error, refetch } = useQuery(organizationQuery(organization.id))
  return (
    <>
      <DescriptionList
        items={[
          { label: t('column.balance'), value: <Money value={organization.balanceUsd} /> },
          { label: t('column.held'), value: <Money value={organization.heldUsd} /> },
          { label: t('column.calls'), value: integer(organization.calls30Days) },
          { label: t('kind'), value: organization.personal ? t('personal') : t('shared') },
          { label: t('column.created'), value: <Moment at={organization.createdAt} /> },
          { label: t('id'), value: <Code>{organization.id}</Code> },
        ]}
      />
      {data ? (
        <>
          <People detail={data} />
          <Policy detail={data} />
        </>
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton lines={5} />
      )}
    </>
  )
}

function People({ detail }: { detail: OrganizationDetail }) {
  const { t } = useTranslation('credits')
  const { integer } = useFormat()
  const more = detail.members - detail.people.length
  return (
    <section className="flex flex-col gap-2">
      <h3 className="font-semibold text-sm">{t('people', { number: integer(detail.members) })}</h3>
      <ul className="flex flex-col divide-y divide-line rounded-md border border-line text-sm">
        {detail.people.map(({ accountId, username, nickname, role }) => (
          <li
            key={accountId}
            className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 px-3 py-1.5"
          >
            <span className="min-w-0 break-words">
              {nickname !== null && nickname !== username && <>{nickname} </>}
              <TextLink to="/operator/accounts" search={{ q: accountId, row: accountId }}>
                {username}
              </TextLink>
            </span>
            <Badge tone={role === 'owner' ? 'accent' : 'neutral'}>{t(`role.${role}`)}</Badge>
          </li>
        ))}
      </ul>
      {more > 0 && (
        <p className="text-muted text-sm">{t('morePeople', { count: more, number: integer(more) })}</p>
      )}
    </section>
  )
}

function Policy({ detail }: { detail: OrganizationDetail }) {
  const { t } = useTranslation('credits')
  const { integer } = useFormat()
  const { acceptUnpricedModels, recordIp, ipRetentionDays, maxKeyDays } = detail.policy
  const days = (number: number) => t('policy.days', { count: number, number: integer(number) })
  return (
    <section className="flex flex-col gap-2">
      <h3 className="font-semibold text-sm">{t('policy.title')}</h3>
      <DescriptionList
        items={[
          {
            label: t('policy.unpriced'),
            value: acceptUnpricedModels ? t('policy.accepted') : t('policy.refused'),
          },
          {
            label: t('policy.ip'),
            value:
              recordIp === 'off' ? t('policy.off') : t(`policy.${recordIp}`, { days: days(ipRetentionDays) }),
          },
          {
            label: t('policy.maxKeyDays'),
            value: maxKeyDays === null ? t('policy.forEver') : days(maxKeyDays),
          },
          { label: t('policy.keys'), value: integer(detail.keys) },
        ]}
      />
    </section>
  )
}
