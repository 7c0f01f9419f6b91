import { useTranslation } from '../../../lib/texts.tsx'
import { Status, type Tone } from '../../../ui/status.tsx'
import type { Call } from '../queries.ts'

/** How a call ended, as a word: `ok`, ended by the caller, refused here, or failed behind us. */
export function outcomeOf({ status, errorCode }: Pick<Call, 'status' | 'errorCode'>) {
  if (errorCode === null) return 'ok' as const
  if (status === 499) return 'stopped' as const
  return status < 500 ? ('refused' as const) : ('failed' as const)
}

const tones: Record<ReturnType<typeof outcomeOf>, Tone> = {
  ok: 'success',
  stopped: 'neutral',
  refused: 'warning',
  failed: 'danger',
}

export function CallStatus({ call }: { call: Pick<Call, 'status' | 'errorCode'> }) {
  const { t } = useTranslation('usage')
  const outcome = outcomeOf(call)
  return (
    <Status tone={tones[outcome]}>
      {t(`outcome.${outcome}`)} <span className="tabular text-muted">{call.status}</span>
    </Status>
  )
}

/** The key of a call by its name; the playground is none. */
export function useKeyName() {
  const { t } = useTranslation('usage')
  return ({ id, name }: { id: string; name: string | null }) =>
    id === 'playground' ? t('playground') : (name ?? id)
}
