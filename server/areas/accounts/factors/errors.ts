import { type AppError, appError } from '../../../http/errors.ts'

/** The same for a code that is wrong, used already, older than the last one, or of another time. */
export const wrongCode = (): AppError => {
  const detail =
    'This code does not work. Codes change every 30 seconds, and each is good once: enter the next.'
  return appError(401, 'wrong_code', detail, { extra: { errors: [{ path: 'code', message: detail }] } })
}
export const wrongRecoveryCode = (): AppError => {
  const detail = 'This recovery code does not work. Each is good once, and new ones replace the old.'
  return appError(401, 'wrong_recovery_code', detail, {
    extra: { errors: [{ path: 'recoveryCode', message: detail }] },
  })
}
export const signInOver = (): AppError =>
  appError(
    401,
    'sign_in_over',
    'This sign-in took too long or had too many wrong codes. Begin again with your password.',
  )
export const confirmationMethodRefused = (methods: string[]): AppError =>
  appError(
    403,
    'confirmation_method_refused',
    'Confirm with one of the methods that are named here: the password alone is not enough where there is a second factor.',
    { extra: { methods } },
  )
export const lastWayIn = (): AppError =>
  appError(
    409,
    'last_way_in',
    'Nothing would be left to sign in with. Set a password, or add a passkey or a linked account first.',
  )
export const totpSetupOver = (): AppError =>
  appError(
    409,
    'totp_setup_over',
    'This set-up is over: it was completed, replaced by another, begun in another browser or is too old. Begin again.',
  )
export const twoFactorKeptByOperator = (): AppError =>
  appError(
    409,
    'two_factor_kept_by_operator',
    'The operator of this installation requires two-factor authentication, so it stays. To change the device, set up another authenticator in its place.',
  )
export const twoFactorKeptByOrganization = (organization: string): AppError =>
  appError(
    409,
    'two_factor_kept_by_organization',
    `The organization “${organization}” requires two-factor authentication of its members, so it stays. To change the device, set up another authenticator in its place.`,
    { extra: { organization } },
  )
export const ownSecondFactorFirst = (): AppError =>
  appError(
    409,
    'own_second_factor_first',
    'You have no second factor yourself, so this would keep you out. Set one up under Two-Factor Authentication in your personal center, then require it.',
  )
export const totpNotEnabled = (): AppError =>
  appError(409, 'totp_not_enabled', 'Two-factor authentication is not enabled for this account.')
/** The account password of a form that asks for password and code. */
export const passwordNeeded = (): AppError => {
  const detail = 'Enter your password.'
  return appError(400, 'current_password_needed', detail, {
    extra: { errors: [{ path: 'password', message: detail }] },
  })
}
export const passwordWrong = (): AppError => {
  const detail = 'This is not your password. Try again.'
  return appError(401, 'wrong_password', detail, {
    extra: { errors: [{ path: 'password', message: detail }] },
  })
}
