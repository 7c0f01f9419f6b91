import { useTranslation } from '../lib/texts.tsx'
import { type Bound, bind } from './bind.tsx'
import type { FieldFrame } from './field.tsx'
import { TextField } from './text-field.tsx'

type NumericProps = FieldFrame & Bound<string> & { placeholder?: string; autoFocus?: boolean }

/** Keeps what a decimal may hold; a comma typed by habit becomes the point. */
function decimalText(text: string, signed: boolean): string {
  const kept = text.replace(/,/g, '.').replace(/[^\d.-]/g, '')
  const minus = signed && kept.startsWith('-') ? '-' : ''
  const [whole = '', ...fraction] = kept.replaceAll('-', '').split('.')
  return minus + whole + (fraction.length > 0 ? `.${fraction.join('')}` : '')
}

function PlainMoney({ signed = false, ...props }: NumericProps & { signed?: boolean }) {
  const { t } = useTranslation('ui')
  return (
    <TextField
      {...props}
      name={undefined}
      onValueChange={(text) => props.onValueChange?.(decimalText(text, signed))}
      inputMode="decimal"
      autoComplete="off"
      prefix="$"
      mono
      placeholder={props.placeholder ?? t('money.placeholder')}
    />
  )
}
/** US dollars as a decimal string: never a number. `signed` allows a minus. */
export const MoneyField = bind<string, NumericProps & { signed?: boolean }>(PlainMoney, 'MoneyField')

function PlainNumber({ min = 0, ...props }: NumericProps & { min?: number }) {
  return (
    <TextField
      {...props}
      name={undefined}
      onValueChange={(text) => props.onValueChange?.(text.replace(min < 0 ? /[^\d-]/g : /\D/g, ''))}
      inputMode="numeric"
      autoComplete="off"
      mono
    />
  )
}
/** A whole number, held as the text typed (`''` is none): turn it with `Number` when sending. */
export const NumberField = bind<string, NumericProps & { min?: number }>(PlainNumber, 'NumberField')
