import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { errorText } from '../../../lib/error-text.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Switch } from '../../../ui/choice.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { toast } from '../../../ui/toast.tsx'
import { changeSettings, type Settings, settingsQuery } from '../queries.ts'
import { lockedBy, SettingNotes } from './setting-notes.tsx'

/** The settings that are on or off. */
type Name = { [K in keyof Settings]: Settings[K] extends boolean ? K : never }[keyof Settings]
type Props = {
  settings: Settings
  name: Name
  label: string
  effect: string
  /** What it does to people who are signed in. */
  signedIn?: string
  standard?: string
  /** What is said when it is switched on, and off. */
  done: { on: string; off: string }
  /** What is asked before it is switched off. */
  ask?: { title: string; verb: string; text: ReactNode }
}

/** A single switch: it saves at once, with an undo. */
export function SettingSwitch({ settings, name, label, effect, signedIn, standard, done, ask }: Props) {
  const { t } = useTranslation('settings')
  const client = useQueryClient()
  const [pending, setPending] = useState<boolean>()
  const [asking, setAsking] = useState(false)

  async function save(on: boolean, undoable: boolean) {
    setPending(on)
    try {
      client.setQueryData(settingsQuery.queryKey, await changeSettings({ [name]: on }))
      await client.invalidateQueries({ queryKey: ['operator'] })
      toast({
        title: on ? done.on : done.off,
        action: undoable ? { label: t('undo'), onClick: () => void trySave(!on, false) } : undefined,
      })
    } finally {
      setPending(undefined)
    }
  }
  const trySave = (on: boolean, undoable: boolean) =>
    save(on, undoable).catch((error: unknown) =>
      toast({ kind: 'problem', title: t('notSaved'), description: errorText(t, error) }),
    )

  return (
    <>
      <Switch
        label={label}
        value={pending ?? settings[name]}
        disabled={pending !== undefined || lockedBy(settings, name) !== undefined}
        onValueChange={(on) => (ask && !on ? setAsking(true) : void trySave(on, true))}
        description={
          <SettingNotes
            settings={settings}
            name={name}
            effect={effect}
            signedIn={signedIn}
            standard={standard ?? (settings.defaults[name] ? t('on') : t('off'))}
          />
        }
      />
      {ask && (
        <ConfirmDialog
          open={asking}
          onOpenChange={setAsking}
          title={ask.title}
          verb={ask.verb}
          onConfirm={() => save(false, true)}
        >
          {ask.text}
        </ConfirmDialog>
      )}
    </>
  )
}
