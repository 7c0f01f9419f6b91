import { type AppError, appError, invalidRequest } from '../../http/errors.ts'
import { isMoneyError } from './prices/index.ts'

export const pricesNotPast = (): AppError =>
  invalidRequest([
    {
      path: 'effectiveFrom',
      message:
        'A price cannot begin in the past: calls that were made keep the price that they had. Leave the date out to begin now.',
    },
  ])
export const ratesOfFree = (): AppError =>
  invalidRequest([
    { path: 'state', message: 'A free model has no rates. Leave them out, or set the state to "priced".' },
  ])
export const ratesMissing = (): AppError =>
  invalidRequest([
    {
      path: 'ratesUsdPerMillion',
      message: 'Give at least one rate above zero, or set the state to "free".',
    },
  ])
export const modelNotFound = (): AppError =>
  appError(404, 'model_not_found', 'No upstream here serves a model of this name.')

/** What the arithmetic of money refuses, as the answer to who typed it. Everything else stays as it is. */
export function asInvalidRequest(error: unknown, paths: Readonly<Record<string, string>> = {}): unknown {
  if (!isMoneyError(error)) return error
  return invalidRequest([{ path: paths[error.param] ?? error.param, message: error.message }])
}
