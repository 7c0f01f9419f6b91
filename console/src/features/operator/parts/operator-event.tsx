import { useTranslation } from '../../../lib/texts.tsx'
import { Avatar } from '../../../ui/avatar.tsx'
import { Code } from '../../../ui/code-block.tsx'
import { DescriptionList } from '../../../ui/description-list.tsx'
import { TextLink } from '../../../ui/link.tsx'
import type { OperatorEvent } from '../queries.ts'
import { nameOf } from './account-columns.tsx'

/** Who did it. */
export function EventBy({ event: { by } }: { event: OperatorEvent }) {
  const { t } = useTranslation('adminAudit')
  if (by === null) return t('nobody')
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Avatar size="small" name={nameOf(by)} src={by.avatarUrl} />
      <TextLink to="/operator/accounts" search={{ row: by.accountId }}>
        {nameOf(by)}
      </TextLink>
    </span>
  )
}

/** What it was done to, with a link to where that is. */
export function EventTarget({ event }: { event: OperatorEvent }) {
  const { t } = useTranslation('adminAudit')
  const { organization, target, targetName, details } = event
  if (organization)
    return (
      <TextLink to="/operator/credits" search={{ row: organization.id }}>
        {organization.name}
      </TextLink>
    )
  if (target !== null && targetName !== null)
    return (
      <TextLink to="/operator/accounts" search={{ row: target }}>
        {targetName}
      </TextLink>
    )
  const named = [details.name, details.model, details.slug].find((one) => typeof one === 'string')
  if (typeof named === 'string') return named
  if (event.act.startsWith('account.')) return t('gone')
  return target === null ? '\u2014' : <Code>{target}</Code>
}

/** What changed, before and after; of other acts what they tell. */
export function EventDetails({ event }: { event: OperatorEvent }) {
  const { t } = useTranslation('adminAudit')
  const fields = Object.entries(event.details).filter(([, value]) => value !== '')
  if (fields.length === 0) return null
  const said = (value: unknown): string => {
    if (value === null || value === undefined || value === '') return t('empty')
    if (typeof value === 'boolean') return value ? t('yes') : t('no')
    return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value)
  }
  return (
    <section aria-label={t('changes')} className="flex min-w-0 flex-col gap-2">
      <h3 className="font-semibold text-sm">{t('changes')}</h3>
      <DescriptionList
        items={fields.map(([field, value]) => ({
          // As the API calls it: the same word is in a script.
          label: field,
          value: isChange(value)
            ? t('change', { before: said(value.from), after: said(value.to) })
            : said(value),
        }))}
      />
    </section>
  )
}

function isChange(value: unknown): value is { from: unknown; to: unknown } {
  return typeof value === 'object' && value !== null && 'from' in value && 'to' in value
}
