import { type ReactNode, useId, useRef } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from '../lib/texts.tsx'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { Form } from './form.tsx'
import { PasswordField } from './text-field.tsx'

type Props = {
  open: boolean
  title: string
  description: string
  /** The account, so that password managers fill the right entry. */
  username: string
  /** Throws when the password is wrong: the sentence shows above the buttons. */
  onPassword: (password: string) => Promise<void>
  onCancel: () => void
  verb: string
  cancel: string
  /** Hides everything behind it, and only its own buttons close it. */
  cover?: boolean
  /** Another way for who cannot use a password here. */
  children?: ReactNode
}

/** Asks for the password over whatever is open; what was typed below stays. */
export function ConfirmPasswordDialog(props: Props) {
  const { t } = useTranslation('ui')
  const id = useId()
  const field = useRef<HTMLElement | null>(null)
  const form = useForm({ defaultValues: { password: '' } })
  return (
    <Dialog
      open={props.open}
      onOpenChange={(open) => !open && props.onCancel()}
      onClosed={() => form.reset()}
      title={props.title}
      description={props.description}
      size="small"
      above
      cover={props.cover}
      locked={props.cover}
      initialFocus={field}
      footer={
        <>
          <Button onClick={props.onCancel}>{props.cancel}</Button>
          <Button type="submit" form={id} kind="primary" loading={form.formState.isSubmitting}>
            {props.verb}
          </Button>
        </>
      }
    >
      <Form id={id} form={form} onSubmit={({ password }) => props.onPassword(password)}>
        <input type="text" name="username" autoComplete="username" value={props.username} readOnly hidden />
        <PasswordField
          name="password"
          label={t('password.label')}
          autoComplete="current-password"
          controlRef={field}
        />
        {props.children}
      </Form>
    </Dialog>
  )
}
