import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../ui/button.tsx'
import { DescriptionList } from '../../../ui/description-list.tsx'
import { Form } from '../../../ui/form.tsx'
import { Money } from '../../../ui/money.tsx'
import { NumberField } from '../../../ui/number-field.tsx'
import { Section } from '../../../ui/page.tsx'
import { CostSum, priceTones } from '../../../ui/rates.tsx'
import { Select } from '../../../ui/select.tsx'
import { Status } from '../../../ui/status.tsx'
import { checkPrice, modelsQuery, type PriceAnswer } from '../queries.ts'

/** What a call would cost and hold, and whether it would be accepted, by the arithmetic of the call itself. */
export function PriceCheck({ org }: { org: string }) {
  const { t } = useTranslation('wallet')
  const { data } = useQuery(modelsQuery(org))
  const [answer, setAnswer] = useState<PriceAnswer>()
  const form = useForm({ defaultValues: { model: '', inputTokens: '1000', outputTokens: '500' } })
  const whole = (value: string) => (value === '' ? undefined : Number(value))
  return (
    <Section title={t('check.title')} description={t('check.description')}>
      <div className="grid gap-6 lg:grid-cols-2">
        <Form
          form={form}
          onSubmit={async ({ model, inputTokens, outputTokens }) =>
            setAnswer(
              await checkPrice(org, {
                model,
                inputTokens: whole(inputTokens),
                outputTokens: whole(outputTokens),
              }),
            )
          }
        >
          <Select
            name="model"
            label={t('check.model')}
            placeholder={t('check.choose')}
            options={(data?.items ?? []).map(({ id, state }) => ({
              value: id,
              label: id,
              description: t(`money:state.${state}`),
            }))}
          />
          <div className="grid gap-4 sm:grid-cols-2">
            <NumberField name="inputTokens" label={t('check.input')} optional />
            <NumberField
              name="outputTokens"
              label={t('check.output')}
              optional
              description={t('check.outputHint')}
            />
          </div>
          <div>
            <Button type="submit" loading={form.formState.isSubmitting}>
              {t('check.act')}
            </Button>
          </div>
        </Form>
        <div aria-live="polite" className="min-w-0">
          {answer ? <Answer answer={answer} /> : <p className="text-muted text-sm">{t('check.before')}</p>}
        </div>
      </div>
    </Section>
  )
}

function Answer({ answer }: { answer: PriceAnswer }) {
  const { t } = useTranslation('wallet')
  return (
    <div className="flex flex-col gap-4">
      <DescriptionList
        items={[
          {
            label: t('check.accepted'),
            value: answer.accepted ? (
              <Status tone="success">{t('check.yes')}</Status>
            ) : (
              <span className="flex flex-col gap-1">
                <Status tone="danger">{t('check.no')}</Status>
                <span className="text-sm">
                  {t(`errors:${answer.refusedWith}`, { defaultValue: answer.refusedWith ?? '' })}
                </span>
              </span>
            ),
          },
          {
            label: t('check.price'),
            value: <Status tone={priceTones[answer.state]}>{t(`money:state.${answer.state}`)}</Status>,
          },
          { label: t('check.cost'), value: <Money value={answer.costUsd} /> },
          { label: t('check.hold'), value: <Money value={answer.holdUsd} /> },
          ...(answer.availableUsd === null
            ? []
            : [{ label: t('available'), value: <Money value={answer.availableUsd} /> }]),
        ]}
      />
      {answer.costUsd !== null && answer.buckets.length > 0 && (
        <CostSum lines={answer.buckets} costUsd={answer.costUsd} />
      )}
    </div>
  )
}
