import { type AppError, appError } from '../../http/errors.ts'

export const rangeTooLong = (interval: 'hour' | 'day' | 'month', mostDays: number): AppError =>
  appError(
    400,
    'range_too_long',
    `By the ${interval} a summary covers at most ${mostDays} days. Ask for a shorter time, or for ${interval === 'hour' ? '"interval=day"' : 'longer intervals'}.`,
    { extra: { errors: [{ path: 'query.from', message: `At most ${mostDays} days by the ${interval}.` }] } },
  )
export const unknownZone = (): AppError =>
  appError(400, 'invalid_time_zone', 'Name a time zone of the IANA list, such as Europe/Berlin.', {
    extra: { errors: [{ path: 'query.zone', message: 'There is no such time zone.' }] },
  })
export const rangeReversed = (): AppError =>
  appError(400, 'range_reversed', 'The time asked for ends before it begins. Exchange "from" and "to".', {
    extra: { errors: [{ path: 'query.to', message: '"to" must come after "from".' }] },
  })
