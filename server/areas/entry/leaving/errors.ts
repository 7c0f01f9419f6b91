import { type AppError, appError } from '../../../http/errors.ts'

/** What was typed is not the name of the account that is to go. */
export const usernameMismatch = (): AppError => {
  const detail = 'This is not the username of the account. Type it as it is shown.'
  return appError(400, 'username_mismatch', detail, {
    extra: { errors: [{ path: 'username', message: detail }] },
  })
}
/** Rule 47. */
export const soleOwner = (organizations: readonly { slug: string; name: string }[]): AppError =>
  appError(
    409,
    'sole_owner',
    `Organizations with other members would be left without an owner: ${organizations.map(({ name }) => name).join(', ')}. Make somebody else an owner first.`,
    { extra: { organizations: organizations.map(({ slug, name }) => ({ slug, name })) } },
  )
export const exportRunning = (): AppError =>
  appError(409, 'export_running', 'An archive is being made already. Wait for it.')
