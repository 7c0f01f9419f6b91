import { useEffect, useState } from 'react'
import { useForm } from 'react-hook-form'
import { randomName } from '../../../lib/random.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { RadioGroup } from '../../../ui/choice.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Form } from '../../../ui/form.tsx'
import { type Key, rotateKey } from '../queries.ts'
import { useKeyChanged } from './changed.ts'

type Props = {
  open: boolean
  onOpenChange: (open: boolean) => void
  apiKey: Key
  onMade: (made: { key: Key; secret: string | null }) => void
}

const overlaps = ['0', '3600', '86400', '604800'] as const

/** A new secret; how long the old one goes on working is the person's choice. */
export function RotateDialog({ open, onOpenChange, apiKey, onMade }: Props) {
  const { t } = useTranslation('keys')
  const changed = useKeyChanged()
  const [act, setAct] = useState(randomName)
  const form = useForm({ defaultValues: { overlap: '86400' } })
  useEffect(() => {
    if (!open) return
    form.reset()
    setAct(randomName())
  }, [open, form])
  return (
    <Dialog
      size="small"
      open={open}
      onOpenChange={onOpenChange}
      title={t('rotate.title', { name: apiKey.name })}
      description={t('rotate.text')}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>{t('ui:cancel')}</Button>
          <Button type="submit" form="rotate-key" kind="primary" loading={form.formState.isSubmitting}>
            {t('rotate.verb')}
          </Button>
        </>
      }
    >
      <Form
        id="rotate-key"
        form={form}
        onSubmit={async ({ overlap }) => {
          const made = await rotateKey(apiKey.organization, apiKey.id, Number(overlap), act)
          void changed(apiKey.organization, made.key)
          onOpenChange(false)
          onMade(made)
        }}
      >
        <RadioGroup
          name="overlap"
          label={t('rotate.ends')}
          options={overlaps.map((value) => ({
            value,
            label: t(`rotate.after.${value}`),
            description: value === '0' ? t('rotate.now') : undefined,
          }))}
        />
      </Form>
    </Dialog>
  )
}
