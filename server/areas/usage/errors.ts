import { type AppError, appError } from '../../http/errors.ts'

export const rangeTooLong = (mostDays: number): AppError =>
  appError(
    400,
    'range_too_long',
    `By the hour a summary covers at most ${mostDays} days. Ask for a shorter time, or for "interval=day".`,
    { extra: { errors: [{ path: 'query.from', message: `At most ${mostDays} days by the hour.` }] } },
  )
export const rangeReversed = (): AppError =>
  appError(400, 'range_reversed', 'The time asked for ends before it begins. Exchange "from" and "to".', {
    extra: { errors: [{ path: 'query.to', message: '"to" must come after "from".' }] },
  })
