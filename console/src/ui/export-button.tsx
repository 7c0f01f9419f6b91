import { Download, X } from 'lucide-react'
import { useRef, useState } from 'react'
import { filenameOf, isHuge, type Progress, saveAs, saveExport } from '../lib/download.ts'
import { errorText } from '../lib/error-text.ts'
import { useFormat } from '../lib/place.tsx'
import { useTranslation } from '../lib/texts.tsx'
import { Button, IconButton } from './button.tsx'
import { Menu, MenuItem } from './menu.tsx'
import { toast } from './toast.tsx'

export type ExportFormat = 'csv' | 'jsonl'
type Props = {
  /** Asks the server for the filtered set; may throw ApiError. */
  start: (format: ExportFormat, signal: AbortSignal) => Promise<Response>
  disabled?: boolean
}

/** "Export" with its formats; while rows come, how many, and "Cancel". */
export function ExportButton({ start, disabled }: Props) {
  const { t } = useTranslation('lists')
  const { integer } = useFormat()
  const [progress, setProgress] = useState<Progress | null>(null)
  const running = useRef<AbortController>(null)

  async function run(format: ExportFormat) {
    const controller = new AbortController()
    running.current = controller
    setProgress({ rows: 0, estimate: null })
    let shownAt = 0
    try {
      const response = await start(format, controller.signal)
      if (isHuge(response)) {
        controller.abort()
        saveAs(response.url, filenameOf(response))
        toast({ title: t('export.handedOver') })
        return
      }
      const rows = await saveExport(response, {
        headings: format === 'csv' ? 1 : 0,
        onProgress: (now) => {
          if (Date.now() - shownAt < 200) return
          shownAt = Date.now()
          setProgress(now)
        },
      })
      toast({ title: t('export.done', { count: rows, number: integer(rows) }) })
    } catch (error) {
      if (controller.signal.aborted) toast({ title: t('export.canceled') })
      else toast({ kind: 'problem', title: t('export.failed'), description: errorText(t, error) })
    } finally {
      setProgress(null)
    }
  }

  return (
    <span className="flex min-w-0 flex-wrap items-center gap-2">
      {progress && <ExportProgress progress={progress} onCancel={() => running.current?.abort()} />}
      <Menu
        label={t('export.act')}
        trigger={
          <Button icon={<Download aria-hidden />} loading={progress !== null} disabled={disabled}>
            {t('export.act')}
          </Button>
        }
      >
        <MenuItem onClick={() => void run('csv')}>{t('export.csv')}</MenuItem>
        <MenuItem onClick={() => void run('jsonl')}>{t('export.jsonl')}</MenuItem>
      </Menu>
    </span>
  )
}

/** Rows so far of about so many. */
export function ExportProgress({ progress, onCancel }: { progress: Progress; onCancel: () => void }) {
  const { t } = useTranslation('lists')
  const { integer } = useFormat()
  const { rows, estimate } = progress
  const text =
    estimate === null
      ? t('export.rows', { count: rows, number: integer(rows) })
      : t('export.rowsOf', { number: integer(rows), estimate: integer(Math.max(rows, estimate)) })
  return (
    <span className="flex items-center gap-2 text-muted text-sm">
      <progress
        aria-label={t('export.running')}
        className="h-1.5 w-24 accent-accent"
        {...(estimate === null ? {} : { max: Math.max(rows, estimate, 1), value: rows })}
      />
      <span className="tabular">{text}</span>
      <IconButton size="small" label={t('export.cancel')} icon={<X />} onClick={onCancel} />
    </span>
  )
}
