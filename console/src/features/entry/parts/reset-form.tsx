import { useForm } from 'react-hook-form'
import { useTranslation } from '../../../lib/texts.tsx'
import { Form } from '../../../ui/form.tsx'
import { WideSubmit } from '../../../ui/wide-submit.tsx'
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
      <WideSubmit>{t('reset.verb')}</WideSubmit>
    </Form>
  )
}
