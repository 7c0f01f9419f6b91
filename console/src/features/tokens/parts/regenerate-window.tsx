import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useForm } from 'react-hook-form'
import { usePlace } from '../../../lib/place.tsx'
import { randomName } from '../../../lib/random.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Form } from '../../../ui/form.tsx'
import { type AccessToken, type Made, regenerateToken, tokensQuery } from '../queries.ts'
import { ExpiryField } from './expiry-field.tsx'
import { expiryMoment } from './token-values.ts'

export type RegenerateProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  token: AccessToken
  onMade: (made: Made) => void
}

/** A new secret for the same token. The old one ends at once: that is why one regenerates. */
export function RegenerateWindow({ open, onOpenChange, token, onMade }: RegenerateProps) {
  const { t } = useTranslation('tokens')
  const { timeZone } = usePlace()
  const client = useQueryClient()
  const [act, setAct] = useState(randomName)
  const expired = token.status === 'expired'
  const form = useForm({ defaultValues: { expiry: { preset: 'keep', date: '' } } })
  useEffect(() => {
    if (!open) return
    form.reset({ expiry: { preset: expired ? '90' : 'keep', date: '' } })
    setAct(randomName())
  }, [open, expired, form])
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('regenerate.title', { name: token.name })}
      description={t('regenerate.text')}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>{t('ui:cancel')}</Button>
          <Button type="submit" form="regenerate" kind="danger" loading={form.formState.isSubmitting}>
            {t('regenerate.verb')}
          </Button>
        </>
      }
    >
      <Form
        id="regenerate"
        form={form}
        onSubmit={async ({ expiry }) => {
          const expiresAt = expiryMoment(expiry, timeZone)
          const made = await regenerateToken(token.id, expiresAt === undefined ? {} : { expiresAt }, act)
          void client.invalidateQueries({ queryKey: ['me', 'security-log'] })
          await client.invalidateQueries({ queryKey: tokensQuery.queryKey })
          onOpenChange(false)
          onMade(made)
        }}
      >
        <ExpiryField {...(!expired && { now: token.expiresAt })} />
      </Form>
    </Dialog>
  )
}
