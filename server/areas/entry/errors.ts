import { type AppError, appError } from '../../http/errors.ts'

export const registrationClosed = (): AppError =>
  appError(
    403,
    'registration_closed',
    'Nobody can sign up here at the moment. Ask the operator of this installation.',
  )
export const setupLinkInvalid = (): AppError =>
  appError(
    403,
    'setup_link_invalid',
    'This set-up link is not good, or no longer. Restart the server and open the link that it prints.',
  )
