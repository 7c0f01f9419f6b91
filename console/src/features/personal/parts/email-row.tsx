import { useState } from 'react'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { Badge } from '../../../ui/status.tsx'
import type { OwnEmail } from '../queries.ts'

type Props = {
  email: OwnEmail
  onPrimary: (email: OwnEmail) => void
  onRemove: (email: OwnEmail) => void
  onResend: (email: OwnEmail) => Promise<void>
}

/** One address with what may be done with it: an unproven one is written to, a proven one can become the primary one. */
export function EmailRow({ email, onPrimary, onRemove, onResend }: Props) {
  const { t } = useTranslation('emails')
  const [busy, setBusy] = useState(false)
  const { address, primary } = email
  const proven = email.verifiedAt !== null
  const named = (verb: string) => t('actOn', { verb, address })
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3">
      <span className="flex min-w-0 flex-wrap items-center gap-2">
        <span className="min-w-0 break-all font-medium">{address}</span>
        {primary && <Badge tone="accent">{t('isPrimary')}</Badge>}
        <Badge tone={proven ? 'success' : 'neutral'}>{proven ? t('proven') : t('unproven')}</Badge>
      </span>
      <span className="flex flex-wrap gap-2">
        {!proven && (
          <Button
            size="small"
            loading={busy}
            aria-label={named(t('resend'))}
            onClick={async () => {
              setBusy(true)
              await onResend(email)
              setBusy(false)
            }}
          >
            {t('resend')}
          </Button>
        )}
        {proven && !primary && (
          <Button size="small" aria-label={named(t('primary.act'))} onClick={() => onPrimary(email)}>
            {t('primary.act')}
          </Button>
        )}
        {!primary && (
          <Button
            size="small"
            kind="danger"
            aria-label={named(t('remove.act'))}
            onClick={() => onRemove(email)}
          >
            {t('remove.act')}
          </Button>
        )}
      </span>
    </li>
  )
}
