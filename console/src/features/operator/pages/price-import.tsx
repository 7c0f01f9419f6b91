import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Upload } from 'lucide-react'
import { useRef, useState } from 'react'
import { useForm } from 'react-hook-form'
import { errorText } from '../../../lib/error-text.ts'
import { usePlace } from '../../../lib/place.tsx'
import { useTranslation } from '../../../lib/texts.tsx'
import { zonedMoment } from '../../../lib/zone.ts'
import { Button } from '../../../ui/button.tsx'
import { Checkbox, RadioGroup } from '../../../ui/choice.tsx'
import { CodeBlock } from '../../../ui/code-block.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { Form, FormActions } from '../../../ui/form.tsx'
import { TextLink } from '../../../ui/link.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Page, PageHeader } from '../../../ui/page.tsx'
import { TextArea, TextField } from '../../../ui/text-field.tsx'
import { toast } from '../../../ui/toast.tsx'
import { PlanView } from '../parts/price-plan.tsx'
import { checkPriceList, importPrices, type PriceList, type PricePlan } from '../queries.ts'

const mostBytes = 1_000_000
const examples = {
  csv: 'model,state,input,output,cache_read,per_request,effective_from\ngpt-4o,priced,2.50,10,1.25,,\nlocal-model,free,,,,,',
  json: `[
  { "model": "gpt-4o", "ratesUsdPerMillion": { "input": "2.50", "output": "10" } },
  { "model": "local-model", "state": "free" }
]`,
} as const

/** A price list is pasted or chosen, looked through line by line, and applied in one act. */
export function PriceImportPage() {
  const { t } = useTranslation('priceLists')
  const client = useQueryClient()
  const navigate = useNavigate()
  const { timeZone } = usePlace()
  const file = useRef<HTMLInputElement>(null)
  const [last, setLast] = useState<{ body: PriceList; from: string; plan: PricePlan }>()
  const [asks, setAsks] = useState(false)
  const form = useForm({ defaultValues: { format: 'csv', text: '', from: '', complete: false } })
  const format = form.watch('format') === 'json' ? 'json' : 'csv'
  const [text, complete, from] = form.watch(['text', 'complete', 'from'])

  async function take(chosen: File | undefined) {
    if (!chosen) return
    if (chosen.size > mostBytes) {
      toast({ kind: 'problem', title: t('import.tooLarge') })
      return
    }
    try {
      form.setValue('text', await chosen.text(), { shouldValidate: true })
      form.setValue('format', /\.json$/i.test(chosen.name) ? 'json' : 'csv')
    } catch (error) {
      toast({ kind: 'problem', title: errorText(t, error) })
    }
  }
  // What is shown belongs to what stands in the form: a changed list is checked anew.
  const checked =
    last?.body.text === text &&
    last.body.format === format &&
    last.body.complete === complete &&
    last.from === from
      ? last
      : undefined
  const nothing = checked
    ? checked.plan.added.length + checked.plan.changed.length + checked.plan.removed.length === 0
    : true

  return (
    <Page>
      <PageHeader
        title={t('import.title')}
        description={
          <>
            {t('import.text')} <TextLink to="/operator/prices">{t('back')}</TextLink>
          </>
        }
      />
      <Form
        form={form}
        className="max-w-3xl"
        onSubmit={async ({ text, from, complete }) => {
          const effectiveFrom = from === '' ? undefined : zonedMoment(from, timeZone)
          const body = {
            format,
            text,
            complete,
            ...(effectiveFrom === undefined ? {} : { effectiveFrom }),
          } as const
          setLast(undefined)
          setLast({ body, from, plan: await checkPriceList(body) })
        }}
        fieldOf={(path) => (path === 'effectiveFrom' ? 'from' : undefined)}
      >
        <RadioGroup
          name="format"
          label={t('import.format')}
          options={[
            { value: 'csv', label: t('import.csv'), description: t('import.csvText') },
            { value: 'json', label: t('import.json'), description: t('import.jsonText') },
          ]}
        />
        <CodeBlock label={t('import.example')} code={examples[format]} />
        <div>
          <input
            ref={file}
            type="file"
            hidden
            aria-label={t('import.choose')}
            accept=".csv,.json,text/csv,application/json"
            onChange={(event) => {
              void take(event.target.files?.[0])
              event.target.value = ''
            }}
          />
          <Button icon={<Upload aria-hidden />} onClick={() => file.current?.click()}>
            {t('import.choose')}
          </Button>
        </div>
        <TextArea name="text" label={t('import.list')} description={t('import.listText')} rows={8} mono />
        <TextField
          name="from"
          type="datetime-local"
          label={t('prices:column.from')}
          description={t('import.fromText')}
          optional
        />
        <Checkbox name="complete" label={t('import.complete')} description={t('import.completeText')} />
        <FormActions>
          <Button
            type="submit"
            kind={checked ? 'secondary' : 'primary'}
            loading={form.formState.isSubmitting}
          >
            {t('import.check')}
          </Button>
        </FormActions>
      </Form>
      {checked && (
        <>
          <PlanView
            plan={checked.plan}
            actions={
              nothing ? (
                <Notice>{t('import.nothing')}</Notice>
              ) : (
                <Button kind="primary" onClick={() => setAsks(true)}>
                  {t('import.apply')}
                </Button>
              )
            }
          />
          <ConfirmDialog
            open={asks}
            onOpenChange={setAsks}
            title={t('import.question')}
            verb={t('import.apply')}
            onConfirm={async () => {
              const done = await importPrices({ ...checked.body, plan: checked.plan.plan })
              await client.invalidateQueries({ queryKey: ['operator', 'prices'] })
              toast({ title: t('import.done', done) })
              await navigate({ to: '/operator/prices', search: { scope: 'operator' } })
            }}
          >
            {t('import.consequence', {
              added: checked.plan.added.length,
              changed: checked.plan.changed.length,
              removed: checked.plan.removed.length,
              refused: checked.plan.refused.length,
            })}
          </ConfirmDialog>
        </>
      )}
    </Page>
  )
}
