import { useForm } from 'react-hook-form'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { Form, FormActions } from '../../../ui/form.tsx'
import { useReset } from '../queries.ts'
import { NewPassword } from './new-password.tsx'

type Props = { token: string; minLength: number; onDone: () => void }

/** Sets the new password by what a mail, or a lockdown, handed over. */
export function ResetForm({ token, minLength, onDone }: Props) {
  const { t } = useTranslation('links')
  const reset = useReset()
  const form = useForm({ defaultValues: { password: '' } })
  return (
    <Form
      form={form}
      onSubmit={async ({ password }) => {
        await reset(token, password)
        onDone()
      }}
    >
      <NewPassword minLength={minLength} />
      <FormActions>
        <Button
          type="submit"
          kind="primary"
          size="large"
          className="w-full"
          loading={form.formState.isSubmitting}
        >
          {t('reset.verb')}
        </Button>
      </FormActions>
    </Form>
  )
}
