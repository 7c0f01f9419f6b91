import { useState } from 'react'
import type { UseFormReturn } from 'react-hook-form'
import { errorText } from '../../../lib/error-text.ts'
import { useFormat } from '../../../lib/place.tsx'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { type TestResult, testUpstream, tryUpstream, type Upstream } from '../queries.ts'
import { staysAtHost, type UpstreamValues } from './upstream-values.ts'

type Props = {
  form: UseFormReturn<UpstreamValues>
  before?: Upstream
  onModels: (models: readonly string[]) => void
}
type Outcome = { result: TestResult } | { error: unknown }

/** Asks the upstream for its models: with the saved key where it may be used, else with what is typed. */
export function TestConnection({ form, before, onModels }: Props) {
  const { t } = useTranslation('upstreams')
  const [busy, setBusy] = useState(false)
  const [outcome, setOutcome] = useState<Outcome>()

  async function test() {
    if (!(await form.trigger('baseUrl'))) return
    const values = form.getValues()
    const apiKey = values.clearKey ? '' : values.apiKey.trim()
    const asSaved =
      before !== undefined &&
      apiKey === '' &&
      !values.clearKey &&
      (values.baseUrl === before.baseUrl || (before.apiKey.set && staysAtHost(values, before)))
    setBusy(true)
    try {
      const result = asSaved
        ? await testUpstream(before.id)
        : await tryUpstream({
            kind: 'openai',
            baseUrl: values.baseUrl.trim(),
            ...(apiKey === '' ? {} : { apiKey }),
          })
      setOutcome({ result })
      if (result.ok) onModels(result.models)
    } catch (error) {
      setOutcome({ error })
    } finally {
      setBusy(false)
    }
  }

  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <Button loading={busy} onClick={() => void test()}>
          {t('test.act')}
        </Button>
        <span className="text-muted text-sm">{t('test.text')}</span>
      </div>
      <div role="status">{outcome && !busy && <Told outcome={outcome} form={form} />}</div>
    </div>
  )
}

function Told({ outcome, form }: { outcome: Outcome; form: UseFormReturn<UpstreamValues> }) {
  const { t } = useTranslation('upstreams')
  const { integer, duration } = useFormat()
  if ('error' in outcome) return <Notice kind="danger">{errorText(t, outcome.error)}</Notice>
  const { ok, models, ms, problem, problemCode } = outcome.result
  if (!ok)
    return (
      <Notice kind="danger" title={t('test.failed')}>
        {t(`problem.${problemCode}`, { defaultValue: problem ?? '' })}
      </Notice>
    )
  return (
    <Notice
      kind="success"
      title={t('test.ok', { time: duration(ms) })}
      action={
        models.length > 0 && (
          <Button
            size="small"
            onClick={() =>
              form.setValue('models', [...new Set([...form.getValues('models'), ...models])], {
                shouldDirty: true,
                shouldValidate: true,
              })
            }
          >
            {t('test.takeAll')}
          </Button>
        )
      }
    >
      {models.length === 0
        ? t('test.noModels')
        : t('test.models', { count: models.length, number: integer(models.length) })}
    </Notice>
  )
}
