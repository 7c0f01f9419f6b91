import { shift, sign } from '../lib/decimal.ts'
import { perMillion } from '../lib/format.ts'
import { useFormat } from '../lib/place.tsx'
import { useTranslation } from '../lib/texts.tsx'
import { UnitPrice } from './money.tsx'

/** In the order in which an operator thinks of them; the rest are entered where a model has them. */
export const bucketNames = [
  'input',
  'output',
  'cache_read',
  'cache_write_5m',
  'cache_write_1h',
  'reasoning',
  'audio_input',
  'audio_output',
  'image_input',
  'image_output',
  'image',
  'second',
  'character',
  'search',
] as const

export type PriceState = 'priced' | 'free' | 'unpriced'

/** The price of one thing that is counted, in its own unit: "$ 2.00 / 1M tokens", "$ 0.01 / search". `value` is dollars per million. */
export function BucketPrice({ bucket, value }: { bucket: string; value: string | null | undefined }) {
  const { t } = useTranslation('money')
  const { money } = useFormat()
  if (value === null || value === undefined) return '\u2014'
  const each = bucket === 'image' || bucket === 'search' || bucket === 'second'
  if (!each && bucket !== 'character') return <UnitPrice value={value} />
  const price = each ? shift(value, -6) : value
  return (
    <span className="tabular whitespace-nowrap" title={money(price, { full: true })}>
      {t(`unit.${bucket}`, { price: money(price) })}
    </span>
  )
}

/** What a model costs, in words, one rate a line: "Input tokens $ 2.00 / 1M tokens". */
export function Rates({
  rates,
  perRequestUsd,
}: {
  rates: Readonly<Record<string, string>>
  perRequestUsd: string
}) {
  const { t } = useTranslation('money')
  const { money } = useFormat()
  return (
    <dl className="grid w-fit grid-cols-[auto_auto] gap-x-4 gap-y-1 text-sm">
      {Object.entries(rates).map(([bucket, usd]) => (
        <div key={bucket} className="contents">
          <dt className="text-muted">{t(`buckets.${bucket}`, { defaultValue: bucket })}</dt>
          <dd className="text-end">
            <BucketPrice bucket={bucket} value={usd} />
          </dd>
        </div>
      ))}
      {!/^0(\.0*)?$/.test(perRequestUsd) && (
        <div className="contents">
          <dt className="text-muted">{t('buckets.request')}</dt>
          <dd className="text-end">{t('sum.each', { price: money(perRequestUsd) })}</dd>
        </div>
      )}
    </dl>
  )
}

export type BucketLine = { name: string; quantity: string; rateUsd: string; amountUsd: string }

/** A call that costs nothing by itself explains nothing. */
const counts = (line: BucketLine) => line.name !== 'request' || sign(line.rateUsd) !== 0

/** Each quantity × rate = amount, and their sum: how a cost came about (promise 6). */
export function CostSum({ lines, costUsd }: { lines: readonly BucketLine[]; costUsd: string }) {
  const { t } = useTranslation('money')
  const { integer, money } = useFormat()
  const cell = 'border-line border-b py-1.5 align-top'
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <table className="tabular w-full text-sm">
        <thead>
          <tr className="text-muted text-xs">
            <th scope="col" className="pb-1 text-start font-medium">
              {t('sum.bucket')}
            </th>
            <th scope="col" className="pb-1 text-end font-medium">
              {t('sum.amount')}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.filter(counts).map((line) => (
            <tr key={line.name}>
              <th scope="row" className={`${cell} pe-3 text-start font-normal`}>
                {t(`buckets.${line.name}`, { defaultValue: line.name })}
                <span className="block text-muted text-xs">
                  {integer(line.quantity)} {'\u00d7'}{' '}
                  {line.name === 'request' ? (
                    t('sum.each', { price: money(line.rateUsd, { full: true }) })
                  ) : (
                    <BucketPrice bucket={line.name} value={perMillion(line.rateUsd)} />
                  )}
                </span>
              </th>
              <td className={`${cell} whitespace-nowrap text-end`}>
                {money(line.amountUsd, { full: true })}
              </td>
            </tr>
          ))}
          <tr className="font-semibold">
            <th scope="row" className="pt-1.5 text-start">
              {t('sum.total')}
            </th>
            <td className="whitespace-nowrap pt-1.5 text-end">{money(costUsd, { full: true })}</td>
          </tr>
        </tbody>
      </table>
      <p className="text-muted text-xs">{t('sum.rounded')}</p>
    </div>
  )
}

/** The state of a price as a word with its dot. */
export const priceTones = { priced: 'success', free: 'info', unpriced: 'warning' } as const
