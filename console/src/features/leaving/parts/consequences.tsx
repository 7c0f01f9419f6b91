import type { ReplyOf } from '../../../lib/api.ts'
import { useFormat } from '../../../lib/place.tsx'
import { useTranslation } from '../../../lib/texts.tsx'
import { DescriptionList } from '../../../ui/description-list.tsx'
import { Money } from '../../../ui/money.tsx'
import { Section } from '../../../ui/page.tsx'

/** What goes and what stays, with the figures of this very account. */
export function Consequences({ deletion }: { deletion: ReplyOf<'GET /me/deletion'> }) {
  const { t } = useTranslation('leaving')
  const { integer } = useFormat()
  const { going } = deletion
  const counted = (['keys', 'accessTokens', 'memberships', 'usageRecords', 'ledgerEntries'] as const).map(
    (name) => ({ label: t(`numbers.${name}`), value: integer(deletion[name]) }),
  )
  return (
    <Section title={t('goes.title')}>
      <div className="flex flex-col gap-4">
        <DescriptionList
          items={[
            { label: t('numbers.balance'), value: <Money value={deletion.balanceUsd} /> },
            ...counted,
            ...(going.length > 0
              ? [{ label: t('numbers.going'), value: going.map(({ name }) => name).join(' \u00b7 ') }]
              : []),
          ]}
        />
        <ul className="flex list-disc flex-col gap-1 ps-5 text-sm">
          <li>{t('goes.atOnce')}</li>
          <li>{t('goes.erased')}</li>
          <li>{t('goes.money')}</li>
          <li>{t('goes.shared')}</li>
          <li>{t('goes.name')}</li>
        </ul>
      </div>
    </Section>
  )
}
