import { useState } from 'react'
import { errorText } from '../../../lib/error-text.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Switch } from '../../../ui/choice.tsx'
import { toast } from '../../../ui/toast.tsx'
import { type Key, updateKey } from '../queries.ts'
import { useKeyChanged } from './changed.ts'

/** On or off, saved at once, with a way back. */
export function KeySwitch({ apiKey }: { apiKey: Key }) {
  const { t } = useTranslation('keys')
  const changed = useKeyChanged()
  const [asked, setAsked] = useState<boolean | null>(null)

  async function turn(on: boolean, undoable: boolean) {
    setAsked(on)
    try {
      const status = on ? 'active' : 'disabled'
      const key = await updateKey(apiKey.organization, apiKey.id, { status })
      await changed(apiKey.organization, key)
      if (on && key.status === 'disabled') return toast({ kind: 'problem', title: t('switch.orphaned') })
      const { name } = apiKey
      toast({
        title: on ? t('switch.enabled', { name }) : t('switch.disabled', { name }),
        action: undoable ? { label: t('switch.undo'), onClick: () => void turn(!on, false) } : undefined,
      })
    } catch (error) {
      toast({ kind: 'problem', title: t('switch.failed'), description: errorText(t, error) })
    } finally {
      setAsked(null)
    }
  }

  return (
    <Switch
      label={t('switch.label')}
      description={t('switch.text')}
      value={asked ?? apiKey.status === 'active'}
      disabled={asked !== null}
      onValueChange={(on) => void turn(on, true)}
    />
  )
}
