import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useId, useState } from 'react'
import { useForm } from 'react-hook-form'
import { sign } from '../../../lib/decimal.ts'
import { usePlace } from '../../../lib/place.tsx'
import { useTranslation } from '../../../lib/texts.tsx'
import { zonedMoment } from '../../../lib/zone.ts'
import { Button } from '../../../ui/button.tsx'
import { RadioGroup } from '../../../ui/choice.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Form } from '../../../ui/form.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { MoneyField } from '../../../ui/number-field.tsx'
import { bucketNames } from '../../../ui/rates.tsx'
import { SuggestField } from '../../../ui/suggest-field.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { toast } from '../../../ui/toast.tsx'
import { type NewPrice, type Price, pricesQuery, setPrice } from '../queries.ts'

type Props = {
  /** What it begins with; `null`: a model to be typed; `undefined`: closed. */
  price: Price | null | undefined
  onClose: () => void
}
const usual = ['input', 'output', 'cache_read'] as const
type Values = {
  model: string
  state: string
  from: string
  perRequestUsd: string
  rates: Record<string, string>
}

function valuesOf(price: Price | null): Values {
  const known = price?.ratesUsdPerMillion ?? {}
  return {
    model: price?.model ?? '',
    state: price?.state === 'free' ? 'free' : 'priced',
    from: '',
    perRequestUsd: price && sign(price.perRequestUsd) !== 0 ? price.perRequestUsd : '',
    rates: Object.fromEntries(bucketNames.map((name) => [name, known[name] ?? ''])),
  }
}

function bodyOf({ state, from, perRequestUsd, rates }: Values, timeZone: string | undefined): NewPrice {
  const effectiveFrom = from === '' ? undefined : zonedMoment(from, timeZone)
  const when = effectiveFrom === undefined ? {} : { effectiveFrom }
  if (state === 'free') return { state, ...when }
  const filled = Object.entries(rates).filter(([, usd]) => usd !== '')
  return {
    state: 'priced',
    ...when,
    ratesUsdPerMillion: Object.fromEntries(filled),
    ...(perRequestUsd === '' ? {} : { perRequestUsd }),
  }
}

/** Prices a model, or says that it is free, from a date on. */
export function PriceDialog({ price, onClose }: Props) {
  const { t } = useTranslation('prices')
  const id = useId()
  const client = useQueryClient()
  const { timeZone } = usePlace()
  const form = useForm<Values>({ defaultValues: valuesOf(null) })
  const { reset } = form
  const state = form.watch('state')
  const [all, setAll] = useState(false)
  const typed = form.watch('model').trim()
  // Models of our upstreams, those without a price among them: what is to be priced is nearly always one of them.
  const served = useInfiniteQuery({
    ...pricesQuery({ q: typed || undefined, scope: 'served' }),
    enabled: price === null,
  })
  const suggestions = [
    ...new Set(served.data?.pages.flatMap((page) => page.items.map(({ model }) => model)) ?? []),
  ].filter((model) => model !== typed)
  useEffect(() => {
    if (price === undefined) return
    reset(valuesOf(price))
    // Rates that the model has are never hidden: saving would drop them.
    const others = Object.keys(price?.ratesUsdPerMillion ?? {})
    setAll(others.some((name) => !usual.some((one) => one === name)))
  }, [price, reset])

  return (
    <Dialog
      open={price !== undefined}
      onOpenChange={(open) => !open && onClose()}
      title={price ? t('dialog.title', { model: price.model }) : t('set')}
      description={t('dialog.text')}
      footer={
        <>
          <Button onClick={onClose}>{t('ui:cancel')}</Button>
          <Button type="submit" form={id} kind="primary" loading={form.formState.isSubmitting}>
            {t('dialog.save')}
          </Button>
        </>
      }
    >
      <Form
        id={id}
        form={form}
        fieldOf={(path) =>
          path.endsWith('effectiveFrom') ? 'from' : path.includes('ratesUsdPerMillion') ? 'rates' : undefined
        }
        onSubmit={async (values) => {
          const done = await setPrice(values.model.trim(), bodyOf(values, timeZone))
          await client.invalidateQueries({ queryKey: ['operator', 'prices'] })
          toast({ title: t('dialog.done', { model: done.model }) })
          onClose()
        }}
      >
        {price && price.tiers.length > 0 && <Notice kind="warning">{t('dialog.tiers')}</Notice>}
        {!price && (
          <SuggestField
            name="model"
            label={t('column.model')}
            description={t('dialog.modelText')}
            suggestions={suggestions}
            mono
          />
        )}
        <RadioGroup
          name="state"
          label={t('column.state')}
          options={(['priced', 'free'] as const).map((value) => ({
            value,
            label: t(`money:state.${value}`),
            description: t(`dialog.${value}`),
          }))}
        />
        {state === 'priced' && (
          <fieldset className="flex flex-col gap-3">
            <legend className="mb-2 font-medium text-sm">{t('dialog.rates')}</legend>
            <div className="grid gap-3 sm:grid-cols-2">
              {bucketNames
                .filter((name) => all || usual.some((one) => one === name))
                .map((name) => (
                  <MoneyField key={name} name={`rates.${name}`} label={t(`money:buckets.${name}`)} optional />
                ))}
              <MoneyField name="perRequestUsd" label={t('dialog.perRequest')} optional />
            </div>
            {form.formState.errors.rates?.message && (
              <p role="alert" className="text-danger text-sm">
                {String(form.formState.errors.rates.message)}
              </p>
            )}
            {!all && (
              <Button kind="quiet" size="small" className="w-fit" onClick={() => setAll(true)}>
                {t('dialog.more')}
              </Button>
            )}
          </fieldset>
        )}
        <TextField
          name="from"
          type="datetime-local"
          label={t('column.from')}
          description={t('dialog.fromText')}
          optional
        />
      </Form>
    </Dialog>
  )
}
