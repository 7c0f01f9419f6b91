import { type ReactNode, useState } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from '../lib/texts.tsx'
import { Button } from './button.tsx'
import { Checkbox } from './choice.tsx'
import { CodeField } from './code-field.tsx'
import { Form, FormActions } from './form.tsx'
import { PasskeyButton } from './passkey-button.tsx'
import { TextField } from './text-field.tsx'

/** What the person gives: `trustDevice` only where it was offered. */
export type SecondProof = { code: string; trustDevice?: boolean } | { recoveryCode: string }

type Typed = { code: string; recoveryCode: string; trustDevice: boolean }

type Props = {
  /** As the server named them. */
  methods: readonly string[]
  /** Throws when it is wrong: the sentence shows beside the field. */
  onProof: (proof: SecondProof) => Promise<unknown>
  /** Asks the browser for a passkey, where the methods name one. */
  onPasskey: (trustDevice: boolean) => Promise<unknown>
  verb: string
  /** Offers to leave this step out in this browser from now on. */
  trust?: boolean
  /** Another button beside the verb. */
  cancel?: ReactNode
  large?: boolean
}

/** Asks for a code of the authenticator, which sends itself, for a recovery code or a passkey. Its texts are a group of their own: `proof`. */
export function SecondStep({
  methods,
  onProof,
  onPasskey,
  verb,
  trust = false,
  cancel,
  large = false,
}: Props) {
  const { t } = useTranslation('proof')
  const withCode = methods.includes('totp')
  const [byRecovery, setByRecovery] = useState(!withCode)
  const form = useForm<Typed>({ defaultValues: { code: '', recoveryCode: '', trustDevice: false } })
  async function send({ code, recoveryCode, trustDevice }: Typed) {
    const field = byRecovery ? 'recoveryCode' : 'code'
    try {
      await onProof(byRecovery ? { recoveryCode } : { code, ...(trust ? { trustDevice } : {}) })
    } catch (error) {
      form.resetField(field)
      form.setFocus(field)
      throw error
    }
  }
  const passkey = methods.includes('passkey') && (
    <PasskeyButton
      kind={methods.length === 1 ? 'primary' : 'secondary'}
      size={large ? 'large' : 'medium'}
      className={large ? 'w-full' : undefined}
      label={t('passkey.use')}
      onUse={() => onPasskey(trust && form.getValues('trustDevice'))}
    />
  )
  // Who has nothing else is asked for nothing else.
  if (methods.length === 1 && passkey)
    return (
      <div className="flex flex-wrap items-start justify-end gap-2">
        {cancel}
        {passkey}
      </div>
    )
  return (
    <Form form={form} onSubmit={send}>
      {/* Before the code, which is sent as soon as it is whole. */}
      {trust && !byRecovery && (
        <Checkbox name="trustDevice" label={t('trust')} description={t('trustText')} />
      )}
      {byRecovery ? (
        <TextField
          key="recovery"
          name="recoveryCode"
          label={t('recoveryCode')}
          description={t('recoveryText')}
          autoComplete="off"
          spellCheck={false}
          autoFocus
          mono
        />
      ) : (
        <CodeField key="code" name="code" label={t('code')} description={t('codeText')} autoFocus />
      )}
      <FormActions>
        {cancel}
        <Button
          type="submit"
          kind="primary"
          size={large ? 'large' : 'medium'}
          className={large ? 'w-full' : undefined}
          loading={form.formState.isSubmitting}
        >
          {verb}
        </Button>
      </FormActions>
      {withCode && methods.includes('recovery_code') && (
        <p>
          <Button
            kind="quiet"
            size="small"
            onClick={() => {
              form.clearErrors()
              setByRecovery(!byRecovery)
            }}
          >
            {byRecovery ? t('useCode') : t('useRecovery')}
          </Button>
        </p>
      )}
      {passkey}
    </Form>
  )
}
