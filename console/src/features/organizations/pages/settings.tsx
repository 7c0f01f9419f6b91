import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from '../../../lib/texts.tsx'
import { Code } from '../../../ui/code-block.tsx'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { DescriptionList } from '../../../ui/description-list.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Page, PageHeader, Section } from '../../../ui/page.tsx'
import { ErrorState, Skeleton } from '../../../ui/states.tsx'
import { Moment } from '../../../ui/when.tsx'
import { NamesForm } from '../parts/names-form.tsx'
import { type Organization, organizationQuery } from '../queries.ts'

const route = getRouteApi('/guarded/shell/orgs/$org/settings')

/** What the organization is called and where it is found; read-only where the role does not allow more. */
export function OrganizationSettingsPage() {
  const { t } = useTranslation('organizations')
  const { org } = route.useParams()
  const { data, error, refetch } = useQuery(organizationQuery(org))
  const readOnly = data !== undefined && !data.can.includes('organization:update')
  return (
    <Page narrow>
      <PageHeader title={t('settings.title')} description={t('settings.text')} />
      {data ? (
        <>
          {readOnly && <Notice>{t('settings.readOnly', { role: t(`roles.${data.role}`) })}</Notice>}
          <NamesForm key={data.id} organization={data} readOnly={readOnly} />
          <Facts organization={data} />
        </>
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton lines={8} />
      )}
    </Page>
  )
}

function Facts({ organization }: { organization: Organization }) {
  const { t } = useTranslation('organizations')
  const { id, createdAt, role } = organization
  return (
    <Section title={t('settings.facts')}>
      <DescriptionList
        items={[
          {
            label: t('settings.id'),
            value: (
              <>
                <span className="flex min-w-0 items-center gap-1">
                  <Code>{id}</Code>
                  <CopyButton text={id} label={t('settings.copyId')} />
                </span>
                <span className="text-muted text-sm">{t('settings.idUse')}</span>
              </>
            ),
          },
          { label: t('settings.created'), value: <Moment at={createdAt} /> },
          { label: t('settings.yourRole'), value: t(`roles.${role}`) },
        ]}
      />
    </Section>
  )
}
