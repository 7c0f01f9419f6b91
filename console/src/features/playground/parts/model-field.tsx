import { useFormat } from '../../../lib/place.tsx'
import { useTranslation } from '../../../lib/texts.tsx'
import { Combobox } from '../../../ui/combobox.tsx'
import type { Model } from '../queries.ts'

type Props = { models: readonly Model[]; value: string; onValueChange: (model: string) => void }

/** Which model answers, each with its price; what would be refused says why. */
export function ModelField({ models, value, onValueChange }: Props) {
  const { t } = useTranslation('playground')
  const price = usePriceText()
  return (
    <Combobox
      mono
      label={t('model.label')}
      hideLabel
      className="w-64 max-w-full"
      placeholder={t('model.choose')}
      value={value}
      onValueChange={onValueChange}
      options={models.map((model) => ({
        value: model.id,
        label: model.id,
        description: price(model),
        disabled: !model.accepted,
      }))}
    />
  )
}

/** What a model costs, in one line. */
export function usePriceText() {
  const { t } = useTranslation('playground')
  const { money } = useFormat()
  const each = (usd: string | undefined) =>
    usd === undefined ? '\u2014' : t('ui:money.perMillion', { price: money(usd) })
  return (model: Model): string => {
    if (model.state === 'free') return t('model.free')
    if (model.state === 'unpriced') return model.accepted ? t('model.unpriced') : t('model.refused')
    const { input, output } = model.ratesUsdPerMillion
    return output === undefined ? each(input) : t('model.price', { input: each(input), output: each(output) })
  }
}
