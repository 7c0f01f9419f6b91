import { useQuery } from '@tanstack/react-query'
import { useTranslation } from '../../../lib/texts.tsx'
import { LinkButton } from '../../../ui/link.tsx'
import { Page, PageHeader } from '../../../ui/page.tsx'
import { ErrorState, Skeleton } from '../../../ui/states.tsx'
import { SettingsForm } from '../parts/settings-form.tsx'
import { SettingsSwitches } from '../parts/settings-switches.tsx'
import { settingsQuery } from '../queries.ts'

/** What the operator decides at run time, each with its default and its effect. */
export function SettingsPage() {
  const { t } = useTranslation('settings')
  const { data, error, refetch } = useQuery(settingsQuery)
  return (
    <Page narrow>
      <PageHeader
        title={t('title')}
        description={t('description')}
        actions={
          <>
            <LinkButton to="/operator/security">{t('security')}</LinkButton>
            <LinkButton to="/operator/accounts">{t('accounts')}</LinkButton>
          </>
        }
      />
      {data ? (
        <>
          <SettingsSwitches settings={data} />
          <SettingsForm settings={data} />
        </>
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton lines={8} />
      )}
    </Page>
  )
}
