import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Appearance } from '../features/personal/parts/appearance.tsx'
import { SidebarSettings } from '../features/personal/parts/sidebar-settings.tsx'
import { preferencesQuery } from '../features/personal/queries.ts'
import { PolicyForm } from '../features/policy/parts/form.tsx'
import { UnpricedSwitch } from '../features/policy/parts/unpriced.tsx'
import { policyQuery } from '../features/policy/queries.ts'
import { organizationsQuery, useCan, useMembership, useSession } from '../lib/session.ts'
import { useTranslation } from '../lib/texts.tsx'
import { Combobox } from '../ui/combobox.tsx'
import { Notice } from '../ui/notice.tsx'
import { Page, PageHeader } from '../ui/page.tsx'
import { ErrorState, Skeleton } from '../ui/states.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { navigationFor } from './navigation.ts'

const route = getRouteApi('/guarded/shell/personal/center/settings')

/** Other Settings: what is mine alone, and the policy of an organization that I choose. */
export function OtherSettingsPage() {
  const { t } = useTranslation('personal')
  const { tab = 'organization' } = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <Page narrow>
      <PageHeader title={t('other.title')} description={t('other.text')} />
      <Tabs
        label={t('other.title')}
        value={tab}
        onValueChange={(next) =>
          void navigate({
            search: (old) => ({ ...old, tab: next === 'console' ? 'console' : undefined }),
            replace: true,
          })
        }
        tabs={[
          { value: 'organization', label: t('other.organization'), content: <OrganizationPolicy /> },
          { value: 'console', label: t('other.console'), content: <OwnConsole /> },
        ]}
      />
    </Page>
  )
}

/** Price and privacy are an organization's policy: the personal one's first, read-only where the role does not allow more. */
function OrganizationPolicy() {
  const { t } = useTranslation('personal')
  const { org: chosen } = route.useSearch()
  const navigate = route.useNavigate()
  const home = useSession()?.personalOrganization.slug ?? ''
  const org = useMembership(chosen)?.slug ?? home
  const { data: organizations } = useQuery(organizationsQuery)
  const readOnly = !useCan(org)('policy:update')
  const { data, error, refetch } = useQuery(policyQuery(org))
  return (
    <div className="flex flex-col gap-6">
      <Combobox
        label={t('other.of')}
        description={t('other.ofText')}
        value={org}
        className="max-w-md"
        onValueChange={(slug) =>
          void navigate({
            search: (old) => ({ ...old, org: slug === home ? undefined : slug }),
            replace: true,
          })
        }
        options={(organizations?.items ?? []).map(({ slug, name }) => ({
          value: slug,
          label: name,
          description: slug,
        }))}
      />
      {readOnly && <Notice>{t('policy:readOnly')}</Notice>}
      {data ? (
        // Another organization's form begins with its own values.
        <div key={org} className="flex flex-col gap-6">
          <UnpricedSwitch org={org} policy={data} readOnly={readOnly} />
          <PolicyForm org={org} policy={data} readOnly={readOnly} />
        </div>
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton lines={8} />
      )}
    </div>
  )
}

/** How the console is shown to me. */
function OwnConsole() {
  const { t } = useTranslation('shell')
  const session = useSession()
  const { data, error, refetch } = useQuery(preferencesQuery)
  if (!data)
    return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Skeleton lines={8} />
  const areas = navigationFor(session, undefined).map(({ id, items }) => ({
    id,
    name: t(`areas.${id}`),
    pages: items
      // Without this one nobody finds the way back here.
      .filter((item) => item.id !== 'ownSettings')
      .map((item) => ({ id: item.id, name: t(`pages.${item.id}`) })),
  }))
  return (
    <div className="flex flex-col gap-6">
      <Appearance preferences={data} />
      <SidebarSettings areas={areas} hidden={data.sidebar.hidden} />
    </div>
  )
}
