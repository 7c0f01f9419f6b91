import { type AppError, appError } from '../../http/errors.ts'

export const invalidSlug = (detail: string): AppError =>
  appError(400, 'invalid_slug', detail, { extra: { errors: [{ path: 'slug', message: detail }] } })
export const slugTaken = (): AppError => {
  const detail = 'This organization account is taken, or was once. Choose another.'
  return appError(409, 'slug_taken', detail, { extra: { errors: [{ path: 'slug', message: detail }] } })
}
/** A switch that nothing obeys would be a defect: it is refused instead. */
export const notAvailableYet = (path: string): AppError => {
  const detail = `This version does not obey \`${path}\` yet, so it cannot be switched on. Leave it out.`
  return appError(400, 'not_available_yet', detail, { extra: { errors: [{ path, message: detail }] } })
}
