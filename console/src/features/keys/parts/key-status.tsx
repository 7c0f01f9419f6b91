import { useTranslation } from '../../../lib/texts.tsx'
import { Status, type Tone } from '../../../ui/status.tsx'
import type { KeyStatus as Word } from '../queries.ts'

const tones: Record<Word, Tone> = {
  active: 'success',
  pending: 'info',
  disabled: 'warning',
  expired: 'neutral',
  revoked: 'danger',
}

export function KeyStatus({ status }: { status: Word }) {
  const { t } = useTranslation('keys')
  return <Status tone={tones[status]}>{t(`status.${status}`)}</Status>
}
