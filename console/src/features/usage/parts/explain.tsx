import { sign, sum } from '../../../lib/decimal.ts'
import { perMillion } from '../../../lib/format.ts'
import { useFormat } from '../../../lib/place.tsx'
import { useTranslation } from '../../../lib/texts.tsx'
import type { WholeCall } from '../queries.ts'

/** How the cost of a call came about, in sentences: who counted, each line, how it was rounded, and what was set aside. */
export function CostInWords({ call }: { call: WholeCall }) {
  const sentences = useSentences(call)
  return (
    <ul className="flex list-disc flex-col gap-1 ps-4 text-sm">
      {sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  )
}

function useSentences(call: WholeCall): string[] {
  const { t } = useTranslation('usage')
  const { money, integer } = useFormat()
  const full = (usd: string) => money(usd, { full: true })
  const lines = call.buckets.filter((line) => sign(line.quantity) !== 0 && sign(line.rateUsd) !== 0)
  const words: string[] = []

  if (call.buckets.length > 0 || call.usageSource !== 'none')
    words.push(t(`explain.source.${call.usageSource}`))
  if (call.unpriced) words.push(sign(call.costUsd) === 0 ? t('explain.unpricedFree') : t('explain.unpriced'))
  for (const { name, quantity, rateUsd, amountUsd } of lines) {
    const values = {
      what: t(`money:buckets.${name}`, { defaultValue: name }),
      quantity: integer(quantity),
      amount: full(amountUsd),
    }
    words.push(
      name === 'request'
        ? t('explain.perCall', { amount: values.amount })
        : t('explain.line', {
            ...values,
            price: t('ui:money.perMillion', { price: full(perMillion(rateUsd)) }),
          }),
    )
  }
  if (lines.length > 0) {
    const exact = sum(lines.map((line) => line.amountUsd))
    words.push(
      sign(sum([exact, `-${call.costUsd}`])) === 0
        ? t('explain.exact', { cost: full(call.costUsd) })
        : t('explain.rounded', { exact: full(exact), cost: full(call.costUsd) }),
    )
  } else if (sign(call.costUsd) === 0 && !call.unpriced)
    words.push(call.errorCode === null ? t('explain.free') : t('explain.failed'))
  if (call.priceId !== null) words.push(t('explain.price'))
  if (sign(call.holdUsd) > 0) words.push(t('explain.hold', { hold: full(call.holdUsd) }))
  if (sign(call.holdUsd) > 0 && sign(call.overUsd) > 0)
    words.push(t('explain.over', { over: full(call.overUsd) }))
  if (call.late) words.push(t('panel.lateText'))
  return words
}
