import { Download } from 'lucide-react'
import { useState } from 'react'
import { errorText } from '../../../lib/error-text.ts'
import { useFormat } from '../../../lib/place.tsx'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { Status, type Tone } from '../../../ui/status.tsx'
import { toast } from '../../../ui/toast.tsx'
import { Moment } from '../../../ui/when.tsx'
import { type Archive, downloadArchive, isOpen } from '../queries.ts'

const tones: Record<Archive['state'], Tone> = {
  asked: 'info',
  running: 'info',
  ready: 'success',
  failed: 'danger',
  expired: 'neutral',
}

/** One archive: how far it is, or until when it can be downloaded. */
export function ArchiveRow({ archive }: { archive: Archive }) {
  const { t } = useTranslation('leaving')
  const { integer } = useFormat()
  const [busy, setBusy] = useState(false)
  const { id, state, done, whole, bytes, createdAt, expiresAt } = archive
  async function download() {
    setBusy(true)
    try {
      await downloadArchive(id)
    } catch (error) {
      toast({ kind: 'problem', title: t('export.notDownloaded'), description: errorText(t, error) })
    } finally {
      setBusy(false)
    }
  }
  return (
    <li data-state={state} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 py-4">
      <div className="min-w-0 flex-1 basis-64">
        <p className="flex flex-wrap items-center gap-x-3">
          <span className="font-medium">
            <Moment at={createdAt} />
          </span>
          <Status tone={tones[state]}>{t(`export.states.${state}`)}</Status>
        </p>
        {isOpen(archive) && (
          <progress
            aria-label={t('export.progress')}
            className="mt-2 h-2 w-full accent-accent"
            value={done}
            max={Math.max(whole, 1)}
          />
        )}
        {state === 'ready' && (
          <p className="text-muted text-sm">
            {t('export.size', { size: integer(Math.ceil(bytes / 1024)) })}
            {' \u00b7 '}
            {t('export.until')} <Moment at={expiresAt} />
          </p>
        )}
        {state === 'failed' && <p className="text-muted text-sm">{t('export.failed')}</p>}
      </div>
      {state === 'ready' && (
        <Button icon={<Download aria-hidden />} loading={busy} onClick={() => void download()}>
          {t('export.download')}
        </Button>
      )}
    </li>
  )
}
