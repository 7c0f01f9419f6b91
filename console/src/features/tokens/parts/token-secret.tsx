import { useState } from 'react'
import { useTranslation } from '../../../lib/texts.tsx'
import { SecretOnceDialog } from '../../../ui/secret-dialog.tsx'
import { toast } from '../../../ui/toast.tsx'
import type { Made } from '../queries.ts'

/** A request to this server as one pastes it into a shell. */
export const curlSample = (secret: string): string =>
  `curl ${location.origin}/api/v1/me \\\n  -H "Authorization: Bearer ${secret}"`

/** Holds a fresh secret until the person says that it is saved: in this state and nowhere else. */
export function useFreshToken() {
  const { t } = useTranslation('tokens')
  const [made, setMade] = useState<{ name: string; secret: string } | null>(null)
  return {
    made,
    forget: () => setMade(null),
    show({ accessToken: { name }, secret }: Made) {
      if (secret !== null) setMade({ name, secret })
      else toast({ kind: 'problem', title: t('secretLost', { name }) })
    },
  }
}

/** The token for the only time, with what to do with it. */
export function TokenSecretDialog({ fresh }: { fresh: ReturnType<typeof useFreshToken> }) {
  const { t } = useTranslation('tokens')
  return (
    <SecretOnceDialog
      secret={fresh.made?.secret ?? null}
      title={t('made.title', { name: fresh.made?.name ?? '' })}
      description={t('made.text')}
      label={t('made.token')}
      copyLabel={t('made.copy')}
      onceText={t('made.once')}
      samples={[
        { id: 'env', label: t('made.env'), code: (secret) => `PORTICO_ACCESS_TOKEN=${secret}` },
        { id: 'curl', label: t('made.curl'), code: curlSample },
      ]}
      onSaved={fresh.forget}
    />
  )
}
