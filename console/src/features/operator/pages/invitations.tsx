import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { MailPlus, Plus } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { TextLink } from '../../../ui/link.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Page, PageHeader } from '../../../ui/page.tsx'
import { LoadMore } from '../../../ui/pagination.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { Status } from '../../../ui/status.tsx'
import { type Column, Table } from '../../../ui/table.tsx'
import { toast } from '../../../ui/toast.tsx'
import { When } from '../../../ui/when.tsx'
import { InviteDialog } from '../parts/invite-dialog.tsx'
import { type Invitation, invitationsQuery, revokeInvitation, settingsQuery } from '../queries.ts'

const tones = { pending: 'info', accepted: 'success', revoked: 'neutral', expired: 'neutral' } as const

/** Links that let somebody sign up while registration is by invitation. */
export function InvitationsPage() {
  const { t } = useTranslation('invitations')
  const client = useQueryClient()
  const [inviting, setInviting] = useState(false)
  const [revoking, setRevoking] = useState<Invitation>()
  const [asks, setAsks] = useState(false)
  const registration = useQuery(settingsQuery).data?.registration
  const query = useInfiniteQuery(invitationsQuery)
  const rows = query.data?.pages.flatMap((page) => page.items)
  const columns = useColumns((invitation) => {
    setRevoking(invitation)
    setAsks(true)
  })
  const add = (
    <Button kind="primary" icon={<Plus aria-hidden />} onClick={() => setInviting(true)}>
      {t('add')}
    </Button>
  )
  return (
    <Page>
      <PageHeader title={t('title')} description={t('description')} actions={add} />
      {registration !== undefined && registration !== 'invite' && (
        <Notice kind={registration === 'closed' ? 'warning' : 'info'}>
          {t(`mode.${registration}`)} <TextLink to="/operator/security">{t('toSettings')}</TextLink>
        </Notice>
      )}
      <Table
        id="invitations"
        label={t('title')}
        columns={columns}
        rows={rows}
        rowId={(one) => one.id}
        error={query.error}
        onRetry={() => void query.refetch()}
        empty={
          <EmptyState icon={<MailPlus aria-hidden />} title={t('none')} action={add}>
            <p>{t('noneText')}</p>
          </EmptyState>
        }
        footer={
          rows &&
          rows.length > 0 && (
            <LoadMore
              shown={rows.length}
              hasMore={query.hasNextPage}
              loading={query.isFetchingNextPage}
              onMore={() => void query.fetchNextPage()}
            />
          )
        }
      />
      <InviteDialog open={inviting} onClose={() => setInviting(false)} />
      <ConfirmDialog
        open={asks}
        onOpenChange={setAsks}
        title={t('revoke.question')}
        verb={t('revoke.act')}
        onConfirm={async () => {
          if (revoking) await revokeInvitation(revoking.id)
          await client.invalidateQueries({ queryKey: invitationsQuery.queryKey })
          toast({ title: t('revoke.done') })
        }}
      >
        {t('revoke.text')}
      </ConfirmDialog>
    </Page>
  )
}

function useColumns(onRevoke: (invitation: Invitation) => void): readonly Column<Invitation>[] {
  const { t } = useTranslation('invitations')
  // biome-ignore lint/correctness/useExhaustiveDependencies: it sets state only
  return useMemo(
    () => [
      {
        id: 'note',
        header: t('column.note'),
        cell: (one) => one.note || <span className="text-muted">{t('noNote')}</span>,
      },
      {
        id: 'status',
        header: t('column.status'),
        card: true,
        cell: (one) => (
          <span className="inline-flex flex-wrap items-center gap-x-2">
            <Status tone={tones[one.status]}>{t(`status.${one.status}`)}</Status>
            {one.acceptedBy && (
              <TextLink to="/operator/accounts" search={{ row: one.acceptedBy.id }}>
                {one.acceptedBy.username}
              </TextLink>
            )}
          </span>
        ),
      },
      { id: 'created', header: t('column.created'), card: true, cell: (one) => <When at={one.createdAt} /> },
      {
        id: 'expires',
        header: t('column.expires'),
        card: true,
        // A link that was used or revoked is good no more, whatever its time.
        cell: (one) =>
          one.status === 'pending' || one.status === 'expired' ? <When at={one.expiresAt} /> : '\u2014',
      },
      {
        id: 'act',
        header: t('column.act'),
        align: 'end',
        card: true,
        cell: (one) =>
          one.status === 'pending' ? (
            <Button size="small" kind="danger" onClick={() => onRevoke(one)}>
              {t('revoke.act')}
            </Button>
          ) : (
            '\u2014'
          ),
      },
    ],
    [t],
  )
}
