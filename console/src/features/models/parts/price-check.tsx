import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { Combobox } from '../../../ui/combobox.tsx'
import { DescriptionList } from '../../../ui/description-list.tsx'
import { Form } from '../../../ui/form.tsx'
import { Money } from '../../../ui/money.tsx'
import { NumberField } from '../../../ui/number-field.tsx'
import { CostSum, priceTones } from '../../../ui/rates.tsx'
import { Status } from '../../../ui/status.tsx'
import { checkPrice, modelsQuery, type PriceAnswer } from '../queries.ts'

const sizes = { inputTokens: '1000', cachedTokens: '', outputTokens: '500', n: '1' }

/** What a call would cost and hold, and whether it would be accepted, by the arithmetic of the call itself. */
export function PriceCheck({ org, model: fixed }: { org: string; model?: string }) {
  const { t } = useTranslation('models')
  const { data } = useQuery(modelsQuery(org))
  const [answer, setAnswer] = useState<PriceAnswer>()
  const form = useForm({ defaultValues: { model: fixed ?? '', ...sizes } })
  const whole = (value: string) => (value === '' ? undefined : Number(value))
  return (
    <div className="flex min-w-0 flex-col gap-5">
      <Form
        form={form}
        onSubmit={async ({ model, inputTokens, cachedTokens, outputTokens, n }) =>
          setAnswer(
            await checkPrice(org, {
              model,
              inputTokens: whole(inputTokens),
              cachedTokens: whole(cachedTokens),
              outputTokens: whole(outputTokens),
              n: whole(n),
            }),
          )
        }
      >
        {fixed === undefined && (
          <Combobox
            mono
            name="model"
            label={t('check.model')}
            placeholder={t('check.choose')}
            options={(data?.items ?? []).map(({ id, state }) => ({
              value: id,
              label: id,
              description: t(`money:state.${state}`),
            }))}
          />
        )}
        <div className="grid items-start gap-4 sm:grid-cols-2">
          <NumberField name="inputTokens" label={t('check.input')} optional />
          <NumberField name="cachedTokens" label={t('check.cached')} optional />
          <NumberField
            name="outputTokens"
            label={t('check.output')}
            optional
            description={t('check.outputHint')}
          />
          <NumberField name="n" label={t('check.n')} optional description={t('check.nHint')} />
        </div>
        <div>
          <Button type="submit" kind="primary" loading={form.formState.isSubmitting}>
            {t('check.act')}
          </Button>
        </div>
      </Form>
      <div aria-live="polite" className="min-w-0">
        {answer && <Answer answer={answer} />}
      </div>
    </div>
  )
}

function Answer({ answer }: { answer: PriceAnswer }) {
  const { t } = useTranslation('models')
  return (
    <div className="flex flex-col gap-4 border-line border-t pt-4">
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
            : [{ label: t('check.available'), value: <Money value={answer.availableUsd} /> }]),
        ]}
      />
      {answer.costUsd !== null && answer.buckets.length > 0 && (
        <CostSum lines={answer.buckets} costUsd={answer.costUsd} />
      )}
    </div>
  )
}
