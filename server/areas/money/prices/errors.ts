export type MoneyErrorCode = 'bad_amount' | 'amount_out_of_range' | 'quantity_out_of_range' | 'bad_rates'

/** `code` is stable; `param` names the argument or field at fault, in the caller's words; `message` is public. */
export type MoneyError = Error & {
  readonly money: true
  readonly code: MoneyErrorCode
  readonly param: string
}

/**
 * Makes the one kind of error that this folder throws.
 *
 * - `bad_amount`: text that is no decimal amount, or has more decimals than can be kept exactly.
 * - `amount_out_of_range`: an amount beyond 63 bits.
 * - `quantity_out_of_range`: a negative, fractional or huge quantity (promise 1: refused before pricing).
 * - `bad_rates`: a set of rates that contradicts itself or is not ours.
 */
export function moneyError(code: MoneyErrorCode, param: string, message: string): MoneyError {
  return Object.assign(new Error(message), { name: 'MoneyError', money: true as const, code, param })
}

export function isMoneyError(error: unknown): error is MoneyError {
  return error instanceof Error && 'money' in error && error.money === true
}
