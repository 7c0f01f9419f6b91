import { type AppError, appError } from '../../http/errors.ts'

export const settingLocked = (name: string, variable: string): AppError =>
  appError(
    409,
    'setting_locked',
    `The environment variable ${variable} fixes this setting. Remove it there and start the server again to decide it here.`,
    { extra: { errors: [{ path: name, message: `Fixed by ${variable}.` }] } },
  )
export const ownWayInFirst = (): AppError =>
  appError(
    409,
    'own_way_in_first',
    'You would have no way in yourself. Register a passkey or link an identity first, then switch this off.',
  )
export const addressRefused = (code: string, detail: string): AppError =>
  appError(400, code, detail, { extra: { errors: [{ path: 'baseUrl', message: detail }] } })
export const credentialNeeded = (): AppError => {
  const detail =
    'The address is at another host now. Enter the credential for it as well, or clear it: one that was saved for a host is never sent to another.'
  return appError(400, 'credential_needed', detail, {
    extra: { errors: [{ path: 'apiKey', message: detail }] },
  })
}
export const upstreamChanged = (): AppError =>
  appError(
    409,
    'upstream_changed',
    'Somebody else changed the address or credential of this upstream meanwhile. Look at it again, then repeat the change.',
  )
export const sandboxBuiltIn = (): AppError =>
  appError(
    409,
    'sandbox_built_in',
    'The sandbox is built in and cannot be changed. Switch it on or off in the settings.',
  )
export const nothingToRefund = (): AppError =>
  appError(409, 'nothing_to_refund', 'This call cost nothing, so there is nothing to give back.')
export const alreadyRefunded = (): AppError =>
  appError(409, 'already_refunded', 'This call was refunded before. A call is refunded once.')
export const priceListUnreadable = (detail: string): AppError =>
  appError(400, 'price_list_unreadable', `This list cannot be read. ${detail}`, {
    extra: { errors: [{ path: 'text', message: detail }] },
  })
export const priceListChanged = (): AppError =>
  appError(
    409,
    'price_list_changed',
    'Prices changed since the list was checked, so it would do something else now. Check it again.',
  )
export const issuerRefused = (code: string, detail: string): AppError =>
  appError(400, code, detail, { extra: { errors: [{ path: 'issuer', message: detail }] } })
export const mappingRefused = (organization: string): AppError => {
  const detail = `There is no shared organization “${organization}”. Choose another.`
  return appError(400, 'mapping_refused', detail, {
    extra: { errors: [{ path: 'mapping', message: detail }] },
  })
}
export const slugTakenByProvider = (): AppError => {
  const detail = 'Another provider has this name in its address. Choose another.'
  return appError(409, 'provider_slug_taken', detail, {
    extra: { errors: [{ path: 'slug', message: detail }] },
  })
}
export const providerChanged = (): AppError =>
  appError(
    409,
    'provider_changed',
    'Somebody else changed this provider meanwhile. Look at it again, then repeat the change.',
  )
