import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Mails } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { type Chip, FilterBar } from '../../../ui/filters.tsx'
import { Page, PageHeader, Section } from '../../../ui/page.tsx'
import { LoadMore } from '../../../ui/pagination.tsx'
import { SecretOnceDialog } from '../../../ui/secret-dialog.tsx'
import { Select } from '../../../ui/select.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { Table } from '../../../ui/table.tsx'
import { toast } from '../../../ui/toast.tsx'
import { useMailColumns } from '../parts/mail-columns.tsx'
import { MailSending } from '../parts/mail-sending.tsx'
import { dropMail, type Mail, mailSettingsQuery, mailsQuery, retryMail, showMailLink } from '../queries.ts'

const route = getRouteApi('/guarded/shell/operator/mail')
const groups = ['open', 'failed', 'sent'] as const

/** How mail is sent, and every mail that waits, failed or went out; links of unsent ones are passed on from here. */
export function MailPage() {
  const { t } = useTranslation('mail')
  const client = useQueryClient()
  const { state } = route.useSearch()
  const navigate = route.useNavigate()
  const settings = useQuery({ ...mailSettingsQuery, refetchInterval: 10_000 })
  const query = useInfiniteQuery({ ...mailsQuery({ state }), refetchInterval: 10_000 })
  const rows = query.data?.pages.flatMap((page) => page.items)
  const [dropping, setDropping] = useState<Mail>()
  const [asks, setAsks] = useState(false)
  const [link, setLink] = useState<string | null>(null)
  const changed = () => client.invalidateQueries({ queryKey: ['operator', 'mail'] })
  const columns = useMailColumns({
    async onLink(mail) {
      setLink((await showMailLink(mail.id)).url)
    },
    async onRetry(mail) {
      await retryMail(mail.id)
      await changed()
      toast({ title: t('retried') })
    },
    onDrop(mail) {
      setDropping(mail)
      setAsks(true)
    },
  })
  const choose = (next: string | undefined) =>
    void navigate({ search: { state: groups.find((one) => one === next) }, replace: true })
  const chips: Chip[] = state
    ? [{ id: 'state', label: t(`group.${state}`), onRemove: () => choose(undefined) }]
    : []
  return (
    <Page>
      <PageHeader title={t('title')} description={t('description')} />
      <MailSending query={settings} />
      {/* Not before what stands above it: nothing moves under the eyes. */}
      {!settings.isPending && (
        <Section title={t('list')} description={t('listText')} plain>
          <Table
            id="mails"
            label={t('list')}
            columns={columns}
            rows={rows}
            rowId={(mail) => mail.id}
            error={query.error}
            onRetry={() => void query.refetch()}
            refreshing={query.isPlaceholderData}
            toolbar={
              <FilterBar chips={chips} onClear={() => choose(undefined)}>
                <Select
                  label={t('state')}
                  className="w-44"
                  value={state ?? ''}
                  onValueChange={choose}
                  options={[
                    { value: '', label: t('all') },
                    ...groups.map((one) => ({ value: one, label: t(`group.${one}`) })),
                  ]}
                />
              </FilterBar>
            }
            empty={
              <EmptyState
                icon={<Mails aria-hidden />}
                title={state ? t('noneHere') : t('none')}
                action={state && <Button onClick={() => choose(undefined)}>{t('ui:filters.clear')}</Button>}
              />
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
        </Section>
      )}
      <SecretOnceDialog
        secret={link}
        title={t('link.title')}
        description={t('link.text')}
        label={t('link.label')}
        copyLabel={t('link.copy')}
        onceText={t('link.once')}
        savedLabel={t('link.passed')}
        onSaved={() => setLink(null)}
      />
      <ConfirmDialog
        open={asks}
        onOpenChange={setAsks}
        title={t('drop.question')}
        verb={t('drop.act')}
        onConfirm={async () => {
          if (dropping) await dropMail(dropping.id)
          await changed()
          toast({ title: t('drop.done') })
        }}
      >
        {t('drop.text')}
      </ConfirmDialog>
    </Page>
  )
}
