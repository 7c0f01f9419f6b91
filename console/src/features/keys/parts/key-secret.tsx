import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from '../../../lib/texts.tsx'
import { SecretOnceDialog } from '../../../ui/secret-dialog.tsx'
import { toast } from '../../../ui/toast.tsx'
import { type Key, modelsQuery } from '../queries.ts'
import { exampleModel, samples } from './samples.ts'

export type Made = { key: Key; secret: string }

/** Holds a fresh secret until the person says that it is saved: in this state and nowhere else. */
export function useFreshSecret() {
  const { t } = useTranslation('keys')
  const [made, setMade] = useState<Made | null>(null)
  return {
    made,
    forget: () => setMade(null),
    show({ key, secret }: { key: Key; secret: string | null }) {
      if (secret !== null) setMade({ key, secret })
      else toast({ kind: 'problem', title: t('secretLost', { name: key.name }) })
    },
  }
}

export function KeySecretDialog({ made, onSaved }: { made: Made | null; onSaved: (key: Key) => void }) {
  const { t } = useTranslation('keys')
  const org = made?.key.organization ?? ''
  const { data } = useQuery({ ...modelsQuery(org), enabled: made !== null })
  const model = exampleModel(data?.items, made?.key.models)
  return (
    <SecretOnceDialog
      secret={made?.secret ?? null}
      title={t('made.title', { name: made?.key.name ?? '' })}
      description={t('made.text')}
      samples={samples(model, (id) => t(`made.${id}`))}
      onSaved={() => made && onSaved(made.key)}
    />
  )
}
