import { useFormat } from '../../../lib/place.tsx'
import { useTranslation } from '../../../lib/texts.tsx'
import { Code } from '../../../ui/code-block.tsx'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { DescriptionList } from '../../../ui/description-list.tsx'
import { TextLink } from '../../../ui/link.tsx'
import { Money } from '../../../ui/money.tsx'
import { Badge } from '../../../ui/status.tsx'
import { Moment } from '../../../ui/when.tsx'
import type { OrganizationDetail } from '../queries.ts'
import { Balance } from './organization-columns.tsx'

/** What an operator wants to know of an organization before acting on it. */
export function OrganizationFacts({ detail }: { detail: OrganizationDetail }) {
  const { t } = useTranslation('credits')
  const { integer } = useFormat()
  return (
    <>
      <DescriptionList
        items={[
          { label: t('column.balance'), value: <Balance value={detail.balanceUsd} /> },
          {
            label: t('column.held'),
            value: (
              <>
                <Money value={detail.heldUsd} />
                <span className="mt-0.5 block text-muted text-xs">{t('heldText')}</span>
              </>
            ),
          },
          { label: t('column.calls'), value: integer(detail.calls30Days) },
          { label: t('kind'), value: detail.personal ? t('personal') : t('shared') },
          { label: t('column.created'), value: <Moment at={detail.createdAt} /> },
          {
            label: t('id'),
            value: (
              <span className="inline-flex max-w-full items-center gap-1">
                <Code>{detail.id}</Code>
                <CopyButton text={detail.id} />
              </span>
            ),
          },
        ]}
      />
      <People detail={detail} />
      <Policy detail={detail} />
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
              <TextLink to="/operator/accounts" search={{ row: accountId }}>
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
