import { useMemo } from 'react'
import { useFormat } from '../../../lib/place.tsx'
import { useTranslation } from '../../../lib/texts.tsx'
import { UnitPrice } from '../../../ui/money.tsx'
import { priceTones } from '../../../ui/rates.tsx'
import { Status } from '../../../ui/status.tsx'
import type { Column } from '../../../ui/table.tsx'
import type { Model } from '../queries.ts'

/** Whether a price is there, in words; without one, also whether calls are accepted. */
export function ModelState({ model }: { model: Model }) {
  const { t } = useTranslation('models')
  const said = model.state === 'unpriced' ? (model.accepted ? 'accepted' : 'refused') : model.state
  return <Status tone={said === 'refused' ? 'danger' : priceTones[model.state]}>{t(`word.${said}`)}</Status>
}

const shown = ['input', 'output', 'cache_read']

export function useModelColumns(): readonly Column<Model>[] {
  const { t } = useTranslation('models')
  const { integer } = useFormat()
  return useMemo(() => {
    const rate = (id: string, header: string, bucket: string, card?: true): Column<Model> => ({
      id,
      header,
      align: 'end',
      card,
      cell: (model) =>
        model.state === 'free' ? t('word.free') : <UnitPrice value={model.ratesUsdPerMillion[bucket]} />,
    })
    const more = (model: Model) =>
      Object.keys(model.ratesUsdPerMillion).filter((bucket) => !shown.includes(bucket)).length +
      model.tiers.length +
      (/[1-9]/.test(model.perRequestUsd) ? 1 : 0)
    return [
      {
        id: 'model',
        header: t('column.model'),
        cell: (model) => <span className="block min-w-36 break-all font-mono text-xs">{model.id}</span>,
      },
      { id: 'state', header: t('column.state'), card: true, cell: (model) => <ModelState model={model} /> },
      {
        id: 'purpose',
        header: t('column.purpose'),
        card: true,
        cell: (model) => t(`purpose.${model.purpose}`),
      },
      rate('input', t('column.input'), 'input', true),
      rate('output', t('column.output'), 'output', true),
      rate('cached', t('column.cached'), 'cache_read'),
      {
        id: 'more',
        header: t('column.more'),
        cell: (model) =>
          more(model) === 0 ? '\u2014' : t('more', { count: more(model), number: integer(more(model)) }),
      },
    ]
  }, [t, integer])
}
