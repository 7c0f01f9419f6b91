import { type FormEvent, useState } from 'react'
import { useTranslation } from '../lib/texts.tsx'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { TextField } from './text-field.tsx'

type Props = { open: boolean; onOpenChange: (open: boolean) => void; onName: (name: string) => void }

/** What the filters in use shall be called. */
export function NameFilterDialog({ open, onOpenChange, onName }: Props) {
  const { t } = useTranslation('lists')
  const [typed, setTyped] = useState('')
  const name = typed.trim()
  function save(event: FormEvent) {
    event.preventDefault()
    if (name === '') return
    onName(name)
    onOpenChange(false)
    setTyped('')
  }
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      size="small"
      title={t('saved.save')}
      description={t('saved.where')}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>{t('ui:cancel')}</Button>
          <Button kind="primary" type="submit" form="save-filter" disabled={name === ''}>
            {t('saved.act')}
          </Button>
        </>
      }
    >
      <form id="save-filter" onSubmit={save}>
        <TextField label={t('saved.name')} value={typed} onValueChange={setTyped} maxLength={60} />
      </form>
    </Dialog>
  )
}
