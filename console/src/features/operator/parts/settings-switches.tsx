import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { errorText } from '../../../lib/error-text.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Switch } from '../../../ui/choice.tsx'
import { Section } from '../../../ui/page.tsx'
import { toast } from '../../../ui/toast.tsx'
import { changeSettings, type Settings, settingsQuery } from '../queries.ts'
import { lockedBy, SettingNotes } from './setting-notes.tsx'

/** Single switches: each saves at once, with an undo. */
export function SettingsSwitches({ settings }: { settings: Settings }) {
  const { t } = useTranslation('settings')
  const client = useQueryClient()
  const [pending, setPending] = useState<boolean>()
  const word = (on: boolean) => (on ? t('on') : t('off'))

  async function save(sandbox: boolean, undoable: boolean) {
    setPending(sandbox)
    try {
      client.setQueryData(settingsQuery.queryKey, await changeSettings({ sandbox }))
      await client.invalidateQueries({ queryKey: ['operator'] })
      toast({
        title: sandbox ? t('sandbox.on') : t('sandbox.off'),
        action: undoable ? { label: t('undo'), onClick: () => void save(!sandbox, false) } : undefined,
      })
    } catch (error) {
      toast({ kind: 'problem', title: t('notSaved'), description: errorText(t, error) })
    } finally {
      setPending(undefined)
    }
  }

  return (
    <Section title={t('switches')}>
      <div className="flex flex-col gap-5">
        <Switch
          label={t('sandbox.label')}
          value={pending ?? settings.sandbox}
          disabled={pending !== undefined || lockedBy(settings, 'sandbox') !== undefined}
          onValueChange={(on) => void save(on, true)}
          description={
            <SettingNotes
              settings={settings}
              name="sandbox"
              effect={t('sandbox.effect')}
              standard={t('sandbox.default', { now: word(settings.defaults.sandbox) })}
            />
          }
        />
        <Switch
          label={t('passkeys.label')}
          value={settings.passkeys}
          disabled
          description={
            <SettingNotes
              settings={settings}
              name="passkeys"
              effect={t('passkeys.effect')}
              standard={word(settings.defaults.passkeys)}
            />
          }
        />
      </div>
    </Section>
  )
}
