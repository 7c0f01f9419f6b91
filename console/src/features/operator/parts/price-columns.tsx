import { useMemo } from 'react'
import { useTranslation } from '../../../lib/texts.tsx'
import { Code } from '../../../ui/code-block.tsx'
import { UnitPrice } from '../../../ui/money.tsx'
import { priceTones } from '../../../ui/rates.tsx'
import { Badge, Status } from '../../../ui/status.tsx'
import type { Column } from '../../../ui/table.tsx'
import { When } from '../../../ui/when.tsx'
import type { Price } from '../queries.ts'
import { ModelName } from './model-name.tsx'

export function PriceSource({ price }: { price: Price }) {
  const { t } = useTranslation('prices')
  if (price.source === 'operator') return <Badge tone="accent">{t('source.operator')}</Badge>
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      {price.source === 'seed' ? t('source.seed') : t('source.none')}
      {price.provider !== null && <Code className="whitespace-nowrap">{price.provider}</Code>}
    </span>
  )
}

export function usePriceColumns(): readonly Column<Price>[] {
  const { t } = useTranslation('prices')
  return useMemo(
    () => [
      {
        id: 'model',
        header: t('column.model'),
        cell: (price) => <ModelName>{price.model}</ModelName>,
      },
      {
        id: 'state',
        header: t('column.state'),
        card: true,
        cell: (price) => <Status tone={priceTones[price.state]}>{t(`money:state.${price.state}`)}</Status>,
      },
      {
        id: 'input',
        header: t('column.input'),
        align: 'end',
        card: true,
        cell: (price) => <UnitPrice value={price.ratesUsdPerMillion.input} />,
      },
      {
        id: 'output',
        header: t('column.output'),
        align: 'end',
        card: true,
        cell: (price) => <UnitPrice value={price.ratesUsdPerMillion.output} />,
      },
      {
        id: 'cached',
        header: t('column.cached'),
        align: 'end',
        cell: (price) => <UnitPrice value={price.ratesUsdPerMillion.cache_read} />,
      },
      {
        id: 'source',
        header: t('column.source'),
        card: true,
        cell: (price) => <PriceSource price={price} />,
      },
      {
        id: 'from',
        header: t('column.from'),
        cell: (price) => (
          <When at={price.effectiveFrom} never={price.state === 'unpriced' ? undefined : t('always')} />
        ),
      },
    ],
    [t],
  )
}
