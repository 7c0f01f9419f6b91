import { type AppError, appError } from '../../../http/errors.ts'

const unauthorized = (code: string, detail: string): AppError =>
  appError(401, code, detail, { headers: { 'www-authenticate': 'Bearer' } })

export const invalidAccessToken = (): AppError =>
  unauthorized(
    'invalid_access_token',
    'This access token is not known here. Send "Authorization: Bearer pat_…" with the whole secret as it was shown once, or make a new token.',
  )
export const expiredAccessToken = (): AppError =>
  unauthorized(
    'expired_access_token',
    'This access token has expired. Regenerate it in the console, with a later expiry.',
  )
export const revokedAccessToken = (): AppError =>
  unauthorized('revoked_access_token', 'This access token was revoked for good. Make a new one.')
export const replacedAccessToken = (): AppError =>
  unauthorized(
    'replaced_access_token',
    'This access token was regenerated, and this is its old secret. Use the new one.',
  )
export const disabledAccessToken = (): AppError =>
  unauthorized(
    'disabled_access_token',
    'The account of this access token is disabled. Ask the operator of this installation.',
  )

export const tooManyAccessTokens = (most: number): AppError =>
  appError(
    409,
    'too_many_access_tokens',
    `You have ${most} access tokens, which is the most. Revoke the ones that nothing uses.`,
  )
const badExpiry = (code: string, detail: string): AppError =>
  appError(400, code, detail, { extra: { errors: [{ path: 'expiresAt', message: detail }] } })
export const tokenExpiryPassed = (): AppError =>
  badExpiry('token_expiry_passed', 'The expiry must be in the future.')
export const tokenExpiryTooFar = (days: number): AppError =>
  badExpiry(
    'token_expiry_too_far',
    `A token lives for at most ${days} days. Choose an earlier expiry, or none at all.`,
  )
