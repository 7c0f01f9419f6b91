import { useFormat } from '../../../lib/place.tsx'
import { useCan } from '../../../lib/session.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { DescriptionList } from '../../../ui/description-list.tsx'
import { LinkButton, TextLink } from '../../../ui/link.tsx'
import { UnitPrice } from '../../../ui/money.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Rates } from '../../../ui/rates.tsx'
import { SidePanel } from '../../../ui/side-panel.tsx'
import type { Model } from '../queries.ts'
import { ModelState } from './columns.tsx'
import { PriceCheck } from './price-check.tsx'

type Props = {
  org: string
  model: Model | undefined
  onClose: () => void
  onPrevious?: () => void
  onNext?: () => void
}

/** Every rate of a model, its tiers, what a call would cost, and the way to try it. */
export function ModelPanel({ org, model, ...panel }: Props) {
  const { t } = useTranslation('models')
  const can = useCan(org)
  const playable = model?.accepted && model.purpose === 'chat' && can('models:call')
  return (
    <SidePanel
      {...panel}
      open={model !== undefined}
      title={model?.id ?? ''}
      footer={
        playable && (
          <LinkButton to="/orgs/$org/playground" params={{ org }} search={{ model: model.id }} kind="primary">
            {t('try')}
          </LinkButton>
        )
      }
    >
      {model && (
        <>
          {model.state === 'unpriced' && (
            <Notice kind="warning">
              {model.accepted ? t('unpriced.accepted') : t('unpriced.refused')}{' '}
              {can('policy:read') && (
                <TextLink to="/orgs/$org/policy" params={{ org }}>
                  {t('unpriced.policy')}
                </TextLink>
              )}
            </Notice>
          )}
          <DescriptionList
            items={[
              { label: t('column.state'), value: <ModelState model={model} /> },
              { label: t('column.purpose'), value: t(`purpose.${model.purpose}`) },
            ]}
          />
          {model.state === 'priced' && (
            <section className="flex flex-col gap-2">
              <h3 className="font-semibold text-sm">{t('rates')}</h3>
              <Rates rates={model.ratesUsdPerMillion} perRequestUsd={model.perRequestUsd} />
            </section>
          )}
          <Tiers model={model} />
          <section className="flex flex-col gap-2">
            <h3 className="font-semibold text-sm">{t('check.title')}</h3>
            <PriceCheck key={model.id} org={org} model={model.id} />
          </section>
        </>
      )}
    </SidePanel>
  )
}

function Tiers({ model }: { model: Model }) {
  const { t } = useTranslation('models')
  const { integer } = useFormat()
  if (model.tiers.length === 0) return null
  return (
    <section className="flex flex-col gap-2">
      <h3 className="font-semibold text-sm">{t('tiers')}</h3>
      <p className="text-muted text-sm">{t('tiersText')}</p>
      <ul className="flex flex-col gap-1 text-sm">
        {model.tiers.map((tier) => (
          <li
            key={`${tier.bucket} ${tier.aboveInputTokens}`}
            className="flex flex-wrap justify-between gap-x-4"
          >
            <span className="text-muted">
              {t('above', {
                tokens: integer(tier.aboveInputTokens),
                bucket: t(`money:buckets.${tier.bucket}`, { defaultValue: tier.bucket }),
              })}
            </span>
            <UnitPrice value={tier.usdPerMillion} />
          </li>
        ))}
      </ul>
    </section>
  )
}
