import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { errorText } from '../../../lib/error-text.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { Page, PageHeader, Section } from '../../../ui/page.tsx'
import { ErrorState, Skeleton } from '../../../ui/states.tsx'
import { toast } from '../../../ui/toast.tsx'
import { ArchiveRow } from '../parts/archive-row.tsx'
import { exportsQuery, isOpen, startExport } from '../queries.ts'

/** Export: an archive of everything about me, made behind the page. */
export function ExportPage() {
  const { t } = useTranslation('leaving')
  const client = useQueryClient()
  const { data, error, refetch } = useQuery(exportsQuery)
  const [asking, setAsking] = useState(false)
  const running = data?.items.some(isOpen) ?? false
  async function ask() {
    setAsking(true)
    try {
      await startExport()
    } catch (problem) {
      toast({ kind: 'problem', title: t('export.notStarted'), description: errorText(t, problem) })
    } finally {
      await client.invalidateQueries({ queryKey: exportsQuery.queryKey })
      setAsking(false)
    }
  }
  return (
    <Page narrow>
      <PageHeader
        title={t('export.title')}
        description={t('export.text')}
        actions={
          <Button kind="primary" loading={asking} disabled={running} onClick={() => void ask()}>
            {t('export.verb')}
          </Button>
        }
      />
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!error && !data && <Skeleton lines={3} />}
      {data?.items.length === 0 && <p className="text-muted">{t('export.none')}</p>}
      {data !== undefined && data.items.length > 0 && (
        <ul
          aria-label={t('export.list')}
          className="flex flex-col divide-y divide-line rounded-md border border-line bg-surface px-4"
        >
          {data.items.map((archive) => (
            <ArchiveRow key={archive.id} archive={archive} />
          ))}
        </ul>
      )}
      <Section title={t('export.holds')}>
        <ul className="flex list-disc flex-col gap-1 ps-5 text-sm">
          <li>{t('export.profile')}</li>
          <li>{t('export.security')}</li>
          <li>{t('export.usage')}</li>
          <li>{t('export.secrets')}</li>
        </ul>
      </Section>
    </Page>
  )
}
