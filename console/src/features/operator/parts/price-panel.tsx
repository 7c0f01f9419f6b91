import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useFormat } from '../../../lib/place.tsx'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { DescriptionList } from '../../../ui/description-list.tsx'
import { UnitPrice } from '../../../ui/money.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { priceTones, Rates } from '../../../ui/rates.tsx'
import { SidePanel } from '../../../ui/side-panel.tsx'
import { Status } from '../../../ui/status.tsx'
import { toast } from '../../../ui/toast.tsx'
import { Moment } from '../../../ui/when.tsx'
import { dropPrice, type Price } from '../queries.ts'
import { PriceSource } from './price-columns.tsx'

type Props = {
  price: Price | undefined
  onClose: () => void
  onPrevious?: () => void
  onNext?: () => void
  onSet: (price: Price) => void
}

/** Every rate of a price, its tiers, and what can be done about it. */
export function PricePanel({ price, onSet, ...panel }: Props) {
  const { t } = useTranslation('prices')
  const client = useQueryClient()
  const [dropping, setDropping] = useState(false)
  return (
    <SidePanel
      {...panel}
      open={price !== undefined}
      title={price?.model ?? ''}
      footer={
        price && (
          <>
            <Button kind="primary" onClick={() => onSet(price)}>
              {price.source === 'operator' ? t('change') : t('set')}
            </Button>
            {price.source === 'operator' && (
              <Button kind="danger" onClick={() => setDropping(true)}>
                {t('drop.act')}
              </Button>
            )}
          </>
        )
      }
    >
      {price && (
        <>
          {price.state === 'unpriced' && <Notice kind="warning">{t('unpriced')}</Notice>}
          <DescriptionList
            items={[
              {
                label: t('column.state'),
                value: <Status tone={priceTones[price.state]}>{t(`money:state.${price.state}`)}</Status>,
              },
              { label: t('column.source'), value: <PriceSource price={price} /> },
              {
                label: t('column.from'),
                value:
                  price.effectiveFrom === null && price.state !== 'unpriced' ? (
                    t('always')
                  ) : (
                    <Moment at={price.effectiveFrom} />
                  ),
              },
            ]}
          />
          <Rates rates={price.ratesUsdPerMillion} perRequestUsd={price.perRequestUsd} />
          <Tiers price={price} />
          <ConfirmDialog
            open={dropping}
            onOpenChange={setDropping}
            title={t('drop.question', { model: price.model })}
            verb={t('drop.act')}
            onConfirm={async () => {
              await dropPrice(price.model)
              panel.onClose()
              await client.invalidateQueries({ queryKey: ['operator', 'prices'] })
              toast({ title: t('drop.done') })
            }}
          >
            {t('drop.text')}
          </ConfirmDialog>
        </>
      )}
    </SidePanel>
  )
}

function Tiers({ price }: { price: Price }) {
  const { t } = useTranslation('prices')
  const { integer } = useFormat()
  if (price.tiers.length === 0) return null
  return (
    <section className="flex flex-col gap-2">
      <h3 className="font-semibold text-sm">{t('tiers')}</h3>
      <p className="text-muted text-sm">{t('tiersText')}</p>
      <ul className="flex flex-col gap-1 text-sm">
        {price.tiers.map((tier) => (
          <li
            key={`${tier.bucket} ${tier.aboveInputTokens}`}
            className="flex flex-wrap justify-between gap-x-4"
          >
            <span className="text-muted">
              {t('above', { tokens: integer(tier.aboveInputTokens) })}{' '}
              {t(`money:buckets.${tier.bucket}`, { defaultValue: tier.bucket })}
            </span>
            <span className="ms-auto">
              <UnitPrice value={tier.usdPerMillion} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
