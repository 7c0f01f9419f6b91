import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from '../../../lib/texts.tsx'
import { TextLink } from '../../../ui/link.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { PageHeader } from '../../../ui/page.tsx'
import { Moment } from '../../../ui/when.tsx'

const route = getRouteApi('/public/links/account-deleted')

/** After the deletion: what it has come to. Nobody is signed in any more. */
export function AccountDeletedPage() {
  const { t } = useTranslation('links')
  const { state = 'going', until } = route.useSearch()
  return (
    <div className="flex flex-col gap-5">
      <PageHeader title={t(`deleted.title.${state}`)} />
      <Notice kind={state === 'gone' ? 'success' : 'info'}>
        <p>{t(`deleted.text.${state}`)}</p>
        {state === 'waiting' && until !== undefined && (
          <p>
            {t('deleted.until')} <Moment at={until} />
          </p>
        )}
      </Notice>
      <p>
        <TextLink to="/sign-in">{t('deleted.home')}</TextLink>
      </p>
    </div>
  )
}
