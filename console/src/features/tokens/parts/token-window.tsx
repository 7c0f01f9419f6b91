import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useForm } from 'react-hook-form'
import { usePlace } from '../../../lib/place.tsx'
import { randomName } from '../../../lib/random.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Form } from '../../../ui/form.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { toast } from '../../../ui/toast.tsx'
import { type AccessToken, createToken, type Made, tokensQuery, updateToken } from '../queries.ts'
import { AccessField } from './access-field.tsx'
import { ExpiryField } from './expiry-field.tsx'
import { chosenOf, emptyToken, expiryMoment, scopesOf, type TokenValues } from './token-values.ts'

export type TokenWindowProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** The one to change; without it a new one is made. */
  token: AccessToken | undefined
  onMade: (made: Made) => void
}

/** A new access token, or another name, other scopes and another expiry for one that is there. */
export function TokenWindow({ open, onOpenChange, token, onMade }: TokenWindowProps) {
  const { t } = useTranslation('tokens')
  const { timeZone } = usePlace()
  const client = useQueryClient()
  const [act, setAct] = useState(randomName)
  const form = useForm<TokenValues>({ defaultValues: emptyToken })
  useEffect(() => {
    if (!open) return
    form.reset(
      token
        ? { name: token.name, ...chosenOf(token.scopes), expiry: { preset: 'keep', date: '' } }
        : emptyToken,
    )
    setAct(randomName())
  }, [open, token, form])

  async function save(values: TokenValues) {
    const body = { name: values.name, scopes: scopesOf(values) }
    const expiresAt = expiryMoment(values.expiry, timeZone)
    const made = token
      ? void (await updateToken(token.id, { ...body, ...(expiresAt === undefined ? {} : { expiresAt }) }))
      : await createToken({ ...body, expiresAt: expiresAt ?? null }, act)
    void client.invalidateQueries({ queryKey: ['me', 'security-log'] })
    await client.invalidateQueries({ queryKey: tokensQuery.queryKey })
    onOpenChange(false)
    if (made) onMade(made)
    else toast({ title: t('edit.done') })
  }

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={token ? t('edit.title', { name: token.name }) : t('new.title')}
      description={token ? undefined : t('new.text')}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>{t('ui:cancel')}</Button>
          <Button type="submit" form="access-token" kind="primary" loading={form.formState.isSubmitting}>
            {token ? t('ui:save.save') : t('new.verb')}
          </Button>
        </>
      }
    >
      <Form id="access-token" form={form} onSubmit={save}>
        <TextField
          name="name"
          label={t('name')}
          autoComplete="off"
          description={t('nameUse')}
          rules={{ maxLength: { value: 80, message: t('nameTooLong') } }}
        />
        <AccessField />
        <ExpiryField {...(token && { now: token.expiresAt })} />
        {!token && <Notice kind="info">{t('never')}</Notice>}
      </Form>
    </Dialog>
  )
}
