import { type ReactNode, useEffect, useRef } from 'react'
import { useFormat } from '../../../lib/place.tsx'
import { useTranslation } from '../../../lib/texts.tsx'
import { Code } from '../../../ui/code-block.tsx'
import { Section } from '../../../ui/page.tsx'
import { BucketPrice } from '../../../ui/rates.tsx'
import { Moment } from '../../../ui/when.tsx'
import type { PricePlan } from '../queries.ts'

type Figures = PricePlan['added'][number]['after']
/** Beyond this a page is no longer read; the numbers say how many there are. */
const mostShown = 200

/** What a price list would change, by kind, refused lines with their reasons. */
export function PlanView({ plan, actions }: { plan: PricePlan; actions: ReactNode }) {
  const { t } = useTranslation('priceLists')
  const top = useRef<HTMLDivElement>(null)
  // What the list would do stands below the form, out of sight on most screens.
  useEffect(() => {
    top.current?.scrollIntoView({ block: 'start' })
  }, [])
  const { integer } = useFormat()
  const { added, changed, removed, refused, unchanged } = plan
  return (
    <div ref={top} className="flex scroll-mt-20 flex-col gap-6">
      <div className="flex flex-col items-start gap-3">
        <p role="status" className="font-medium">
          {t('plan.sum', {
            added: integer(added.length),
            changed: integer(changed.length),
            removed: integer(removed.length),
            unchanged: integer(unchanged),
            refused: integer(refused.length),
          })}
        </p>
        {actions}
      </div>
      <Part title={t('plan.refused')} rows={refused}>
        {({ line, model, problem, about }) => (
          <Row key={`${line} ${problem}`} line={line} model={model}>
            <span className="text-danger">
              {t(`problem.${problem}`)} {about !== null && <Code>{about}</Code>}
            </span>
          </Row>
        )}
      </Part>
      <Part title={t('plan.changed')} rows={changed}>
        {({ line, model, before, after, effectiveFrom }) => (
          <Row key={line} line={line} model={model} from={effectiveFrom}>
            <Change before={before} after={after} />
          </Row>
        )}
      </Part>
      <Part title={t('plan.added')} rows={added}>
        {({ line, model, after, effectiveFrom }) => (
          <Row key={line} line={line} model={model} from={effectiveFrom}>
            <Change before={null} after={after} />
          </Row>
        )}
      </Part>
      <Part title={t('plan.removed')} rows={removed}>
        {({ model, before }) => (
          <Row key={model} line={null} model={model}>
            <Change before={before} after={null} />
          </Row>
        )}
      </Part>
    </div>
  )
}

function Part<T>({
  title,
  rows,
  children,
}: {
  title: string
  rows: readonly T[]
  children: (row: T) => ReactNode
}) {
  const { t } = useTranslation('priceLists')
  const { integer } = useFormat()
  if (rows.length === 0) return null
  const more = rows.length - mostShown
  return (
    <Section title={t('plan.part', { title, number: integer(rows.length) })} plain>
      <ul className="flex flex-col divide-y divide-line rounded-md border border-line bg-surface">
        {rows.slice(0, mostShown).map(children)}
        {more > 0 && (
          <li className="px-3 py-2 text-muted text-sm">
            {t('plan.more', { count: more, number: integer(more) })}
          </li>
        )}
      </ul>
    </Section>
  )
}

function Row(props: {
  line: number | null
  model: string | null
  from?: string | null
  children: ReactNode
}) {
  const { t } = useTranslation('priceLists')
  const { integer } = useFormat()
  return (
    <li className="grid gap-x-4 gap-y-1 px-3 py-2 text-sm md:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
      <span className="min-w-0">
        {props.model !== null && <span className="break-all font-mono text-xs">{props.model}</span>}
        {props.line !== null && (
          <span className="ms-2 whitespace-nowrap text-muted text-xs">
            {t('plan.line', { number: integer(props.line) })}
          </span>
        )}
      </span>
      <span className="min-w-0">
        {props.children}
        {props.from && (
          <span className="block text-muted text-xs">
            {t('prices:column.from')}: <Moment at={props.from} />
          </span>
        )}
      </span>
    </li>
  )
}

function Change({ before, after }: { before: Figures | null; after: Figures | null }) {
  const { t } = useTranslation('priceLists')
  const { money } = useFormat()
  const ratesOf = (figures: Figures | null): Record<string, string> => ({
    ...figures?.ratesUsdPerMillion,
    ...(figures && !/^0(\.0*)?$/.test(figures.perRequestUsd) ? { request: figures.perRequestUsd } : {}),
  })
  const [old, next] = [ratesOf(before), ratesOf(after)]
  const buckets = [...new Set([...Object.keys(old), ...Object.keys(next)])].filter(
    (bucket) => before === null || after === null || old[bucket] !== next[bucket],
  )
  const free = (figures: Figures | null) => figures?.state === 'free'
  const value = (bucket: string, usd: string | undefined) =>
    bucket === 'request' && usd !== undefined ? (
      t('money:sum.each', { price: money(usd) })
    ) : (
      <BucketPrice bucket={bucket} value={usd} />
    )
  return (
    <span className="flex flex-col gap-0.5">
      {(free(before) || free(after)) && (
        <span>
          {before && free(before) && <del className="text-muted">{t('money:state.free')}</del>}{' '}
          {after && free(after) && <ins className="no-underline">{t('money:state.free')}</ins>}
        </span>
      )}
      {buckets.map((bucket) => (
        <span key={bucket} className="tabular flex flex-wrap gap-x-2">
          <span className="text-muted">{t(`money:buckets.${bucket}`, { defaultValue: bucket })}</span>
          {before !== null && <del className="text-muted">{value(bucket, old[bucket])}</del>}
          {after !== null && <ins className="font-medium no-underline">{value(bucket, next[bucket])}</ins>}
        </span>
      ))}
    </span>
  )
}
