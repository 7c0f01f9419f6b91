import { useQuery } from '@tanstack/react-query'
import { CircleCheck, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from '../../../lib/texts.tsx'
import { LinkButton } from '../../../ui/link.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Page, PageHeader, Section } from '../../../ui/page.tsx'
import { ErrorState, Skeleton } from '../../../ui/states.tsx'
import { type CheckUpLine, checkUpQuery } from '../queries.ts'

/** Where each line is put right. */
const places = {
  twoFactor: '/personal/account/two-factor',
  recoveryCodes: '/personal/account/two-factor',
  email: '/personal/account/emails',
  tokensForever: '/personal/account/access-tokens',
  tokensUnused: '/personal/account/access-tokens',
  keysUnused: '/personal/keys',
  unpriced: '/personal/settings',
} as const satisfies Record<CheckUpLine['id'], string>

/** What could be safer about my account, as it is now, each with the way to where it is put right. */
export function CheckUpPage() {
  const { t } = useTranslation('checkUp')
  const { data, error, refetch } = useQuery(checkUpQuery)
  const lines = data?.items
  const open = lines?.filter(({ good }) => !good) ?? []
  return (
    <Page narrow>
      <PageHeader title={t('title')} description={t('text')} />
      {error && !lines && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!error && !lines && <Skeleton lines={6} />}
      {lines && (
        <>
          {open.length === 0 ? (
            <Notice kind="success" title={t('allGood')} />
          ) : (
            <Notice kind="warning" title={t('some', { count: open.length })} />
          )}
          <ul
            aria-label={t('title')}
            className="flex flex-col divide-y divide-line rounded-md border border-line bg-surface px-4"
          >
            {[...open, ...lines.filter(({ good }) => good)].map((line) => (
              <Line key={line.id} line={line} />
            ))}
          </ul>
          <Section title={t('keep.title')}>
            <ul className="flex list-disc flex-col gap-1 ps-5 text-sm">
              <li>{t('keep.codes')}</li>
              <li>{t('keep.tokens')}</li>
              <li>{t('keep.sessions')}</li>
            </ul>
          </Section>
        </>
      )}
    </Page>
  )
}

function Line({ line: { id, good, count, organizations } }: { line: CheckUpLine }) {
  const { t } = useTranslation('checkUp')
  const state = good ? 'good' : 'open'
  const Icon = good ? CircleCheck : TriangleAlert
  return (
    <li data-line={id} data-state={state} className="flex flex-wrap items-center gap-x-6 gap-y-3 py-4">
      <div className="flex min-w-0 flex-1 basis-64 gap-3">
        <Icon
          aria-hidden
          className={good ? 'mt-0.5 size-5 shrink-0 text-success' : 'mt-0.5 size-5 shrink-0 text-warning'}
        />
        <div className="min-w-0">
          <h2 className="font-medium">
            {t(`${id}.title`)}
            <span className="sr-only">{` \u00b7 ${t(`state.${state}`)}`}</span>
          </h2>
          <p className="text-muted text-sm">{t(`${id}.${state}`, { count: count ?? 0 })}</p>
        </div>
      </div>
      {!good && <Ways id={id} organizations={organizations} />}
    </li>
  )
}

/** One button, or one for each organization that the line is about. */
function Ways({ id, organizations }: Pick<CheckUpLine, 'id' | 'organizations'>): ReactNode {
  const { t } = useTranslation('checkUp')
  if (id !== 'unpriced')
    return (
      <LinkButton to={places[id]} aria-label={`${t('fix')}: ${t(`${id}.title`)}`}>
        {t('fix')}
      </LinkButton>
    )
  return (
    <div className="flex flex-wrap gap-2">
      {organizations.map(({ slug, name }) => (
        <LinkButton
          key={slug}
          to={places[id]}
          search={{ org: slug }}
          aria-label={`${t('fix')}: ${t(`${id}.title`)} \u00b7 ${name}`}
        >
          {name}
        </LinkButton>
      ))}
    </div>
  )
}
