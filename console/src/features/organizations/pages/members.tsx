import { type UseInfiniteQueryResult, useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useFormat } from '../../../lib/place.tsx'
import { useCan, useMembership, useSession } from '../../../lib/session.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Page, PageHeader } from '../../../ui/page.tsx'
import { LoadMore } from '../../../ui/pagination.tsx'
import { EmptyState, NoPermission } from '../../../ui/states.tsx'
import { Badge } from '../../../ui/status.tsx'
import { type Column, Table } from '../../../ui/table.tsx'
import { Person } from '../parts/person.tsx'
import { RoleTexts } from '../parts/role-texts.tsx'
import { type Member, membersQuery } from '../queries.ts'

const route = getRouteApi('/guarded/shell/orgs/$org/members')

/** Who belongs to the organization, and what each role may do. */
export function MembersPage() {
  const { t } = useTranslation('organizations')
  const { org } = route.useParams()
  const membership = useMembership(org)
  const may = useCan(org)('members:read')
  const { integer } = useFormat()
  const list = useInfiniteQuery({ ...membersQuery(org), enabled: may })
  const rows = list.data?.pages.flatMap((page) => page.items)
  return (
    <Page>
      <PageHeader
        title={t('members.title')}
        description={t('members.text')}
        count={list.data && !list.hasNextPage ? integer(rows?.length ?? 0) : undefined}
      />
      {may ? <MemberList list={list} /> : membership && <NoPermission />}
      {/* Below a list of any length, so not before it is there. */}
      {membership && (rows || list.error || !may) && <RoleTexts own={membership.role} />}
    </Page>
  )
}

type List = UseInfiniteQueryResult<{ pages: { items: Member[] }[] }>
function MemberList({ list }: { list: List }) {
  const { t } = useTranslation('organizations')
  const { day } = useFormat()
  const me = useSession()?.account.id
  const rows = list.data?.pages.flatMap((page) => page.items)
  const columns = useMemo<Column<Member>[]>(
    () => [
      {
        id: 'person',
        header: t('members.person'),
        cell: (member) => (
          <Person person={member}>{member.accountId === me && <Badge>{t('members.you')}</Badge>}</Person>
        ),
      },
      {
        id: 'username',
        header: t('members.username'),
        card: true,
        cell: ({ username }) => <span className="break-words">{username}</span>,
      },
      { id: 'role', header: t('role'), card: true, cell: ({ role }) => t(`roles.${role}`) },
      {
        id: 'since',
        header: t('members.since'),
        card: true,
        cell: ({ joinedAt }) => (
          <time dateTime={joinedAt} className="whitespace-nowrap">
            {day(joinedAt)}
          </time>
        ),
      },
    ],
    [t, day, me],
  )
  return (
    <Table
      id="members"
      label={t('members.title')}
      columns={columns}
      rows={rows}
      rowId={({ accountId }) => accountId}
      error={list.error}
      onRetry={() => void list.refetch()}
      empty={<EmptyState title={t('members.none')} />}
      footer={
        rows &&
        rows.length > 0 && (
          <LoadMore
            shown={rows.length}
            hasMore={list.hasNextPage}
            loading={list.isFetchingNextPage}
            onMore={() => void list.fetchNextPage()}
          />
        )
      }
    />
  )
}
