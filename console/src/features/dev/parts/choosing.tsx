import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from '../../../lib/texts.tsx'
import { CodeField } from '../../../ui/code-field.tsx'
import { Combobox } from '../../../ui/combobox.tsx'
import { Form } from '../../../ui/form.tsx'
import { Section } from '../../../ui/page.tsx'

/** As many models as a large server has: more than are drawn at once. */
const models = Array.from({ length: 140 }, (_, index) => `vendor-${index % 7}/model-${index + 1}`)

/** One of many, and the code of six digits, alone and in a form. */
export function Choosing() {
  const { t } = useTranslation('dev')
  const [model, setModel] = useState('')
  const [sent, setSent] = useState<readonly string[]>([])
  const form = useForm({ defaultValues: { code: '' } })
  const options = models.map((id) => ({ value: id, label: id }))
  const people = [
    { value: '', label: t('choosing.anybody') },
    { value: 'ada', label: t('people.ada'), description: t('choosing.adaMail') },
    { value: 'li', label: t('people.li'), description: t('choosing.liMail') },
    { value: 'acme', label: t('people.acme'), disabled: true },
  ]
  return (
    <Section title={t('choosing.title')} description={t('choosing.text')}>
      <div className="grid gap-8 *:min-w-0 lg:grid-cols-2">
        <div className="flex flex-col gap-4">
          <Combobox
            mono
            label={t('choosing.model')}
            placeholder={t('choosing.choose')}
            value={model}
            onValueChange={setModel}
            options={options}
          />
          <Combobox
            label={t('choosing.member')}
            description={t('choosing.memberHelp')}
            value=""
            options={people}
          />
          <Combobox label={t('choosing.none')} value="" options={[]} optional />
          <Combobox label={t('choosing.wrong')} value="ada" options={people} error={t('form.nameTaken')} />
          <Combobox label={t('choosing.fixed')} value="li" options={people} disabled />
        </div>
        <div className="flex flex-col gap-4">
          <Form
            form={form}
            onSubmit={async ({ code }) => {
              setSent((old) => [...old, code])
              form.reset()
            }}
          >
            <CodeField name="code" label={t('choosing.code')} description={t('choosing.codeHelp')} />
          </Form>
          <p role="status" className="text-muted text-sm">
            {t('choosing.sent', { codes: sent.join(', ') || '\u2014' })}
          </p>
          <CodeField label={t('choosing.codeWrong')} value="123456" error={t('choosing.codeRefused')} />
          <CodeField label={t('choosing.codeFixed')} value="12" disabled />
        </div>
      </div>
    </Section>
  )
}
