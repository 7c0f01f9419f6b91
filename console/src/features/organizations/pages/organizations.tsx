import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useMemo, useState } from 'react'
import { type Membership, organizationsQuery } from '../../../lib/session.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Avatar } from '../../../ui/avatar.tsx'
import { Button } from '../../../ui/button.tsx'
import { Code } from '../../../ui/code-block.tsx'
import { LinkButton } from '../../../ui/link.tsx'
import { Page, PageHeader } from '../../../ui/page.tsx'
import { Badge } from '../../../ui/status.tsx'
import { type Column, Table } from '../../../ui/table.tsx'
import { CreateOrganizationDialog } from '../parts/create-organization.tsx'

/** The organizations that I belong to; entering one lands on its home. */
export function OrganizationsPage() {
  const { t } = useTranslation('organizations')
  const [creating, setCreating] = useState(false)
  const { data, error, refetch } = useQuery(organizationsQuery)
  const columns = useMemo<Column<Membership>[]>(
    () => [
      {
        id: 'name',
        header: t('name'),
        cell: ({ name, personal }) => (
          <span className="flex min-w-0 items-center gap-2">
            <Avatar square size="small" name={name} />
            <span className="min-w-0 break-words font-medium">{name}</span>
            {personal && <Badge>{t('shell:organization.personal')}</Badge>}
          </span>
        ),
      },
      { id: 'slug', header: t('slug'), card: true, cell: ({ slug }) => <Code>{slug}</Code> },
      { id: 'role', header: t('role'), card: true, cell: ({ role }) => t(`roles.${role}`) },
      {
        id: 'enter',
        header: t('enterHeader'),
        align: 'end',
        card: 'act',
        cell: ({ slug, name }) => (
          <LinkButton
            size="small"
            to="/orgs/$org"
            params={{ org: slug }}
            aria-label={t('enterNamed', { name })}
          >
            {t('enter')}
          </LinkButton>
        ),
      },
    ],
    [t],
  )
  return (
    <Page>
      <PageHeader
        title={t('list.title')}
        description={t('list.text')}
        actions={
          <Button kind="primary" icon={<Plus />} onClick={() => setCreating(true)}>
            {t('create.open')}
          </Button>
        }
      />
      <Table
        id="organizations"
        label={t('list.title')}
        columns={columns}
        rows={data?.items}
        rowId={({ id }) => id}
        error={error}
        onRetry={() => void refetch()}
      />
      <CreateOrganizationDialog open={creating} onOpenChange={setCreating} />
    </Page>
  )
}
