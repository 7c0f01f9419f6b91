import { useId } from 'react'
import { useForm } from 'react-hook-form'
import { useSession } from '../../../lib/session.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { CodeField } from '../../../ui/code-field.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Form } from '../../../ui/form.tsx'
import { PasswordField } from '../../../ui/text-field.tsx'

type Props = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  text: string
  verb: string
  danger?: boolean
  /** Throws what the server refused: it shows beside the field. */
  onProof: (proof: { password: string; code: string }) => Promise<unknown>
}

/** The account password and a current code (rule 20): for turning it off, and for new recovery codes. */
export function ProofDialog({ open, onOpenChange, title, text, verb, danger = false, onProof }: Props) {
  const { t } = useTranslation('secondFactor')
  const id = useId()
  const username = useSession()?.account.username ?? ''
  const form = useForm({ defaultValues: { password: '', code: '' } })
  return (
    <Dialog
      size="small"
      open={open}
      onOpenChange={onOpenChange}
      // What was typed does not stay in memory.
      onClosed={() => form.reset()}
      title={title}
      description={text}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>{t('ui:cancel')}</Button>
          <Button
            type="submit"
            form={id}
            kind={danger ? 'dangerSolid' : 'primary'}
            loading={form.formState.isSubmitting}
          >
            {verb}
          </Button>
        </>
      }
    >
      <Form
        id={id}
        form={form}
        onSubmit={async (proof) => {
          try {
            await onProof(proof)
          } catch (error) {
            // A code is good once, so a new one is typed whatever was wrong.
            form.resetField('code')
            throw error
          }
          onOpenChange(false)
        }}
      >
        <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
        <PasswordField name="password" label={t('proof.password')} autoComplete="current-password" />
        <CodeField name="code" label={t('proof.code')} description={t('proof.codeText')} />
      </Form>
    </Dialog>
  )
}
