import { type AppError, appError } from '../../../http/errors.ts'

/** Rule 23: the words are the operator's and are tested. */
export const passkeyDisabled = (): AppError =>
  appError(403, 'passkey_disabled', 'Administrator has not enabled Passkey login')
/** @param internal what was the matter, for the log: whoever tries learns nothing of it. */
export const passkeyRefused = (internal: string): AppError =>
  appError(401, 'passkey_refused', 'This passkey does not work here. Try again, or use another way.', {
    internal: `passkey refused: ${internal}`,
  })
/** Nobody has this credential: the browser may forget it. */
export const passkeyUnknown = (): AppError =>
  appError(
    401,
    'passkey_unknown',
    'This passkey belongs to no account here: it was deleted. Use another way to sign in.',
  )
/** What was signed was asked for too long ago, elsewhere, for another purpose, or has been used. */
export const passkeyAttemptOver = (): AppError =>
  appError(401, 'passkey_attempt_over', 'This took too long, or was used already. Try again.')
export const passkeyCopied = (): AppError =>
  appError(
    401,
    'passkey_copied',
    'This passkey was used somewhere else with a later count: there may be a copy of it. Sign in another way, and delete it.',
  )
export const passkeyExists = (): AppError =>
  appError(409, 'passkey_exists', 'This passkey is registered here already.')
export const tooManyPasskeys = (most: number): AppError =>
  appError(409, 'too_many_passkeys', `An account has at most ${most} passkeys. Delete one first.`)
