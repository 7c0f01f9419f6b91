import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Pencil } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from '../../../lib/texts.tsx'
import { Avatar } from '../../../ui/avatar.tsx'
import { Button } from '../../../ui/button.tsx'
import { DescriptionList } from '../../../ui/description-list.tsx'
import { TextLink } from '../../../ui/link.tsx'
import { Page, PageHeader, Section } from '../../../ui/page.tsx'
import { useRoomForPanel } from '../../../ui/side-panel.tsx'
import { ErrorState, Skeleton } from '../../../ui/states.tsx'
import { Badge } from '../../../ui/status.tsx'
import { Moment } from '../../../ui/when.tsx'
import { EditPanel } from '../parts/edit-panel.tsx'
import { PasswordDialog } from '../parts/password-dialog.tsx'
import { type Me, meQuery } from '../queries.ts'

const route = getRouteApi('/guarded/shell/personal/center/profile')

/** Profile: what is shown of me; *Edit* opens the panel with everything that I can change. */
export function ProfilePage() {
  const { t } = useTranslation('personal')
  const { edit } = route.useSearch()
  const navigate = route.useNavigate()
  const [password, setPassword] = useState(false)
  const { data: me, error, refetch } = useQuery(meQuery)
  // Also while the answer is on its way.
  useRoomForPanel(edit === true)
  const setEdit = (next: true | undefined) => void navigate({ search: { edit: next }, replace: !next })
  return (
    <Page narrow>
      <PageHeader
        title={t('profile.title')}
        description={t('profile.text')}
        actions={
          me && (
            <Button kind="primary" icon={<Pencil />} onClick={() => setEdit(true)}>
              {t('edit')}
            </Button>
          )
        }
      />
      {me ? (
        <>
          <Shown me={me} />
          <EditPanel
            me={me}
            open={edit === true}
            onClose={() => setEdit(undefined)}
            onPassword={() => setPassword(true)}
          />
          <PasswordDialog
            open={password}
            onOpenChange={setPassword}
            username={me.username}
            first={!me.hasPassword}
          />
        </>
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton lines={6} />
      )}
    </Page>
  )
}

function Shown({ me }: { me: Me }) {
  const { t } = useTranslation('personal')
  const name = me.nickname ?? me.username
  return (
    <Section title={t('profile.shown')}>
      <div className="flex flex-col gap-5">
        <div className="flex min-w-0 items-center gap-4">
          <Avatar size="huge" name={name} src={me.avatarUrl} />
          <div className="min-w-0">
            <p className="break-words font-semibold text-lg">{name}</p>
            <p className="break-words text-muted">{me.username}</p>
          </div>
        </div>
        <DescriptionList
          items={[
            { label: t('nickname'), value: me.nickname },
            { label: t('username'), value: me.username },
            {
              label: t('email'),
              value: me.email && (
                <span className="flex flex-wrap items-center gap-2">
                  <span className="min-w-0 break-all">{me.email}</span>
                  <Badge tone={me.emailVerified ? 'success' : 'neutral'}>
                    {me.emailVerified ? t('emailProven') : t('emailUnproven')}
                  </Badge>
                  <TextLink to="/personal/account/emails">{t('emails:row.open')}</TextLink>
                </span>
              ),
            },
            { label: t('shell:language.label'), value: me.locale && t(`shell:language.${me.locale}`) },
            { label: t('timeZone'), value: me.timeZone },
            { label: t('memberSince'), value: <Moment at={me.createdAt} /> },
          ]}
        />
      </div>
    </Section>
  )
}
