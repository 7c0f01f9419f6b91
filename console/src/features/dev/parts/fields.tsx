import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { ApiError } from '../../../lib/api-error.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { ChipsField } from '../../../ui/chips-field.tsx'
import { Checkbox, RadioGroup, Switch } from '../../../ui/choice.tsx'
import { DateRange, type Range } from '../../../ui/date-range.tsx'
import { Form, FormActions } from '../../../ui/form.tsx'
import { MoneyField, NumberField } from '../../../ui/number-field.tsx'
import { Section } from '../../../ui/page.tsx'
import { SaveBar } from '../../../ui/save-bar.tsx'
import { Select } from '../../../ui/select.tsx'
import { SuggestField } from '../../../ui/suggest-field.tsx'
import { PasswordField, TextArea, TextField } from '../../../ui/text-field.tsx'

const suggestions = ['sandbox-chat', 'sandbox-embed', 'sandbox-image', 'sandbox-unpriced']
const defaultValues = {
  name: '',
  suggested: '',
  password: '',
  amount: '',
  count: '60',
  period: 'month',
  models: ['sandbox-chat'],
  addresses: ['203.0.113.0/24'],
  remark: '',
  agree: false,
  notify: true,
  record: 'off',
}

export function Fields() {
  const { t } = useTranslation('dev')
  const form = useForm({ defaultValues })
  const typed = form.watch('suggested')
  const [range, setRange] = useState<Range>({ preset: 'custom', from: '2026-11-01T00:00:00.000Z' })

  /** Plays a server that refuses the name, so that its errors can be seen beside their field. */
  async function refuse() {
    await new Promise((resolve) => setTimeout(resolve, 400))
    throw new ApiError(
      400,
      'invalid_request',
      [{ path: 'name', message: t('form.nameTaken') }],
      'req_0example',
    )
  }

  return (
    <Section title={t('fields')} description={t('fieldsText')}>
      <div className="grid gap-8 *:min-w-0 lg:grid-cols-2">
        <Form form={form} onSubmit={refuse}>
          <TextField name="name" label={t('form.name')} description={t('form.nameHelp')} autoComplete="off" />
          <PasswordField name="password" label={t('form.password')} autoComplete="new-password" />
          <div className="grid gap-4 sm:grid-cols-2">
            <MoneyField name="amount" label={t('form.amount')} optional />
            <NumberField name="count" label={t('form.count')} />
          </div>
          <Select
            name="period"
            label={t('form.period')}
            options={[
              { value: 'day', label: t('form.day') },
              { value: 'month', label: t('form.month'), description: t('form.monthHelp') },
              { value: 'total', label: t('form.total'), disabled: true },
            ]}
          />
          <ChipsField name="models" label={t('form.models')} optional options={suggestions} />
          <ChipsField
            name="addresses"
            label={t('form.addresses')}
            description={t('form.addressesHelp')}
            optional
            free
            check={(value) =>
              /^[\da-f.:]+(\/\d+)?$/i.test(value) ? undefined : t('form.addressWrong', { value })
            }
          />
          <SuggestField
            name="suggested"
            label={t('form.suggested')}
            optional
            mono
            suggestions={suggestions.filter((model) => model.includes(typed) && model !== typed)}
          />
          <TextArea name="remark" label={t('form.remark')} optional />
          <Checkbox name="agree" label={t('form.agree')} description={t('form.agreeHelp')} />
          <Switch name="notify" label={t('form.notify')} description={t('form.notifyHelp')} />
          <RadioGroup
            name="record"
            label={t('form.record')}
            options={[
              { value: 'off', label: t('form.recordOff'), description: t('form.recordOffHelp') },
              { value: 'truncated', label: t('form.recordTruncated') },
              { value: 'full', label: t('form.recordFull'), disabled: true },
            ]}
          />
          <FormActions>
            <Button type="submit" kind="primary" loading={form.formState.isSubmitting}>
              {t('form.submit')}
            </Button>
          </FormActions>
          <SaveBar
            dirty={form.formState.isDirty}
            saving={form.formState.isSubmitting}
            onDiscard={() => form.reset()}
          />
        </Form>
        <div className="flex flex-col gap-4">
          <TextField label={t('form.name')} value={t('form.nameValue')} error={t('form.nameTaken')} />
          <TextField
            label={t('form.name')}
            value={t('form.nameValue')}
            disabled
            description={t('form.disabledHelp')}
          />
          <TextField label={t('form.id')} value="key_01J9Z0EXAMPLE" mono readOnly />
          <PasswordField label={t('form.password')} value="correct horse battery" />
          <Select label={t('form.period')} value="" placeholder={t('form.choose')} options={[]} disabled />
          <Select
            label={t('form.period')}
            value="day"
            error={t('form.nameTaken')}
            options={[{ value: 'day', label: t('form.day') }]}
          />
          <ChipsField
            label={t('form.addresses')}
            value={['::1']}
            free
            error={t('form.addressWrong', { value: '::1' })}
          />
          <Checkbox label={t('form.agree')} value />
          <Checkbox label={t('form.agree')} value disabled />
          <Checkbox label={t('form.agree')} error={t('form.nameTaken')} />
          <Switch label={t('form.notify')} value={false} />
          <Switch label={t('form.notify')} value disabled />
          <DateRange label={t('form.time')} value={range} onValueChange={setRange} />
        </div>
      </div>
    </Section>
  )
}
