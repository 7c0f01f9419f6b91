import { useTranslation } from '../../../lib/texts.tsx'
import { DescriptionList } from '../../../ui/description-list.tsx'
import type { AuditEvent } from '../queries.ts'
import { ChangeValue } from './change-value.tsx'
import { type Change, changesOf } from './changes.ts'

/** What an event changed, before and after; of others what they tell. */
export function EventDetails({ org, event }: { org: string; event: AuditEvent }) {
  const { t } = useTranslation('audit')
  const changes = changesOf(event.details, event.target)
  if (changes.length === 0) return null
  const compared = changes.some((change) => 'before' in change)
  const title = compared ? t('changes') : t('details')
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-2">
      <h3 className="font-semibold text-sm">{title}</h3>
      {compared ? (
        <Compared org={org} changes={changes} />
      ) : (
        <DescriptionList
          items={changes.map(({ field, after }) => ({
            label: t(`field.${field}`, { defaultValue: field }),
            value: <ChangeValue org={org} field={field} value={after} />,
          }))}
        />
      )}
    </section>
  )
}

function Compared({ org, changes }: { org: string; changes: readonly Change[] }) {
  const { t } = useTranslation('audit')
  return (
    <ul className="flex flex-col gap-3">
      {changes.map(({ field, before, after }) => (
        <li key={field} className="min-w-0 rounded-md border border-line p-3">
          <p className="mb-1.5 font-medium">{t(`field.${field}`, { defaultValue: field })}</p>
          <DescriptionList
            items={[
              { label: t('before'), value: <ChangeValue org={org} field={field} value={before} /> },
              { label: t('after'), value: <ChangeValue org={org} field={field} value={after} /> },
            ]}
          />
        </li>
      ))}
    </ul>
  )
}
