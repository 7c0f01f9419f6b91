import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useForm } from 'react-hook-form'
import { usePlace } from '../../../lib/place.tsx'
import { randomName } from '../../../lib/random.ts'
import { organizationsQuery } from '../../../lib/session.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { Combobox } from '../../../ui/combobox.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Form } from '../../../ui/form.tsx'
import { createKey, type Key } from '../queries.ts'
import { useKeyChanged } from './changed.ts'
import { KeyFields } from './key-fields.tsx'
import { emptyKey, toNewKey } from './key-values.ts'

export type NewKeyProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** Chosen at first: the organization of the page. */
  org: string
  /** The secret is null where the answer was a repeated one: then it is lost. */
  onMade: (made: { key: Key; secret: string | null }) => void
}

/** "+ New": name, organization account, expiration date, remark; the rest under Advanced. */
export function NewKeyWindow({ open, onOpenChange, org, onMade }: NewKeyProps) {
  const { t } = useTranslation('keys')
  const { timeZone } = usePlace()
  const { data: organizations } = useQuery(organizationsQuery)
  const changed = useKeyChanged()
  const [act, setAct] = useState(randomName)
  const form = useForm({ defaultValues: { organization: org, ...emptyKey } })
  const chosen = form.watch('organization')
  useEffect(() => {
    if (!open) return
    form.reset({ organization: org, ...emptyKey })
    setAct(randomName())
  }, [open, org, form])

  const options = (organizations?.items ?? [])
    .filter((item) => item.can.includes('keys:create'))
    .map(({ name, slug }) => ({
      value: slug,
      label: name === slug ? slug : t('organizationOption', { name, slug }),
    }))
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('new.title')}
      description={t('new.text')}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>{t('ui:cancel')}</Button>
          <Button type="submit" form="new-key" kind="primary" loading={form.formState.isSubmitting}>
            {t('new.verb')}
          </Button>
        </>
      }
    >
      <Form
        id="new-key"
        form={form}
        onSubmit={async (values) => {
          const made = await createKey(values.organization, toNewKey(values, timeZone), act)
          void changed(made.key.organization, made.key)
          onOpenChange(false)
          onMade(made)
        }}
      >
        <KeyFields org={chosen}>
          <Combobox
            name="organization"
            label={t('organization')}
            options={options}
            description={t('organizationUse')}
          />
        </KeyFields>
      </Form>
    </Dialog>
  )
}
