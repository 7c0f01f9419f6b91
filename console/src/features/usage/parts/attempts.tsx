import { useFormat } from '../../../lib/place.tsx'
import { useTranslation } from '../../../lib/texts.tsx'
import { Status } from '../../../ui/status.tsx'
import type { WholeCall } from '../queries.ts'

/** Which upstreams were asked, in order, and what each answered. */
export function Attempts({ attempts }: { attempts: WholeCall['attempts'] }) {
  const { t } = useTranslation('usage')
  const { duration } = useFormat()
  if (attempts.length === 0) return <p className="text-muted text-sm">{t('attempt.none')}</p>
  return (
    <ol className="flex flex-col divide-y divide-line rounded-md border border-line">
      {attempts.map((attempt, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same upstream may be asked twice; the order is the name
        <li key={index} className="flex flex-col gap-0.5 px-3 py-2 text-sm">
          <span className="flex flex-wrap items-center justify-between gap-2">
            <span className="min-w-0 break-all font-mono text-xs">{attempt.upstream}</span>
            <Status tone={attempt.error === null ? 'success' : 'danger'}>
              {attempt.status === null ? t('attempt.noAnswer') : attempt.status}
              <span className="tabular text-muted">{duration(attempt.ms)}</span>
            </Status>
          </span>
          {attempt.error !== null && (
            <span className="text-muted">{t(`attempt.error.${attempt.error}`)}</span>
          )}
          {attempt.requestId !== null && (
            <span className="break-all text-muted text-xs">
              {t('attempt.requestId', { id: attempt.requestId })}
            </span>
          )}
        </li>
      ))}
    </ol>
  )
}
