import type { ReactNode } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { CodeBlock } from '../../../ui/code-block.tsx'
import { CodeField } from '../../../ui/code-field.tsx'
import { Form, FormActions } from '../../../ui/form.tsx'
import { ExternalLink } from '../../../ui/link.tsx'
import type { SetUp as Begun } from '../queries.ts'
import { QrCode } from './qr.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'

type Props = { begun: Begun; onCode: (code: string) => Promise<unknown>; onCancel: () => void }

/** The three steps, side by side with nothing hidden: scan, keep the recovery codes, prove it with a code. */
export function SetUp({ begun, onCode, onCancel }: Props) {
  const { t } = useTranslation('secondFactor')
  const form = useForm({ defaultValues: { code: '' } })
  // In two lines: a narrow screen breaks it nowhere else.
  const grouped = begun.secret
    .replaceAll(/.{4}/g, '$& ')
    .replaceAll(/(?:.{4} ){4}/g, '$&\n')
    .trim()
  return (
    <ol className="flex flex-col gap-6">
      <Step number={1} title={t('steps.scan')}>
        <div className="flex flex-wrap items-start gap-6">
          <QrCode text={begun.otpauthUrl} label={t('steps.qr')} />
          <div className="flex min-w-0 flex-1 basis-64 flex-col gap-3">
            <p className="text-muted">{t('steps.scanText')}</p>
            <CodeBlock
              wrap
              label={t('steps.key')}
              code={begun.secret}
              shown={grouped}
              copyLabel={t('steps.copyKey')}
            />
            <p>
              <ExternalLink target={undefined} href={begun.otpauthUrl}>
                {t('steps.open')}
              </ExternalLink>
            </p>
          </div>
        </div>
      </Step>
      <Step number={2} title={t('steps.codes')}>
        <div className="flex flex-col gap-3">
          <p className="text-muted">{t('steps.codesText')}</p>
          <RecoveryCodes codes={begun.recoveryCodes} />
        </div>
      </Step>
      <Step number={3} title={t('steps.code')}>
        <Form
          form={form}
          onSubmit={async ({ code }) => {
            try {
              await onCode(code)
            } catch (error) {
              form.resetField('code')
              form.setFocus('code')
              throw error
            }
          }}
        >
          <CodeField name="code" label={t('proof:code')} description={t('steps.codeText')} />
          <FormActions>
            <Button onClick={onCancel}>{t('ui:cancel')}</Button>
            <Button
              type="submit"
              kind="primary"
              className="h-auto min-h-8 max-w-full shrink whitespace-normal py-1"
              loading={form.formState.isSubmitting}
            >
              {t('steps.verb')}
            </Button>
          </FormActions>
        </Form>
      </Step>
    </ol>
  )
}

function Step({ number, title, children }: { number: number; title: string; children: ReactNode }) {
  return (
    <li className="flex min-w-0 flex-col gap-3">
      <h3 className="flex items-center gap-2.5 font-medium">
        <span
          aria-hidden
          className="flex size-6 shrink-0 items-center justify-center rounded-full bg-accent-soft font-semibold text-accent text-sm"
        >
          {number}
        </span>
        {title}
      </h3>
      <div className="min-w-0 sm:ps-8.5">{children}</div>
    </li>
  )
}
