import { type AppError, appError } from '../../http/errors.ts'

/** Why a key is not good, as programs see it. Nothing makes `pending_api_key` until keys can wait for approval. */
export type KeyRefusalCode =
  | 'invalid_api_key'
  | 'expired_api_key'
  | 'disabled_api_key'
  | 'revoked_api_key'
  | 'pending_api_key'

/** What to do about each refusal: for both the console API and the gateway. */
export const keyRefusals: Readonly<Record<KeyRefusalCode, string>> = {
  invalid_api_key:
    'This API key is not known here. Send "Authorization: Bearer pk_…" with the whole secret as it was shown once, or make a new key.',
  expired_api_key: 'This API key has expired. Give it a later expiry in the console, or use another key.',
  disabled_api_key:
    'This API key is disabled, or the person it belongs to may no longer call models here. Ask an admin of the organization.',
  revoked_api_key: 'This API key was revoked for good. Make a new key and replace it.',
  pending_api_key: 'This API key waits for approval by an admin of the organization.',
}

export const keyRefused = (code: KeyRefusalCode): AppError =>
  appError(401, code, keyRefusals[code], { headers: { 'www-authenticate': 'Bearer' } })
export const ipNotAllowed = (): AppError =>
  appError(403, 'ip_not_allowed', 'This API key may not be used from this address. Add it to the allowlist.')

export const keyRevoked = (): AppError =>
  appError(409, 'key_revoked', 'This key was revoked, which is final. Make a new key.')
export const notAvailableYet = (field: 'budgets' | 'limits'): AppError => {
  const message = `${field === 'budgets' ? 'Budgets' : 'Limits'} of a key are not available yet: leave "${field}" out.`
  return appError(400, 'not_available_yet', message, { extra: { errors: [{ path: field, message }] } })
}
export const expiryPassed = (): AppError =>
  badExpiry('key_expiry_passed', 'The expiry must be in the future.')
export const expiryTooFar = (maxKeyDays: number): AppError =>
  badExpiry(
    'key_expiry_too_far',
    `The policy of this organization lets a key live for at most ${maxKeyDays} days. Choose an earlier expiry.`,
  )
export const badAllowlist = (entry: string): AppError => {
  const message = `"${entry}" is not an address or network such as 203.0.113.7 or 203.0.113.0/24.`
  return appError(400, 'invalid_ip_allowlist', message, {
    extra: { errors: [{ path: 'ipAllowlist', message }] },
  })
}
export const tooManyKeys = (most: number): AppError =>
  appError(
    409,
    'too_many_keys',
    `This organization has ${most} live keys, which is the most. Revoke the ones that nobody uses.`,
  )

function badExpiry(code: string, message: string): AppError {
  return appError(400, code, message, { extra: { errors: [{ path: 'expiresAt', message }] } })
}
