import { appError } from '../../http/errors.ts'

const wrongField = (path: string, code: string, detail: string) =>
  appError(400, code, detail, { extra: { errors: [{ path, message: detail }] } })

export const mailLocked = () =>
  appError(409, 'mail_locked', 'PORTICO_SMTP_URL says how mail is sent. Change it there, or unset it.')
export const invalidSender = () =>
  wrongField(
    'from',
    'invalid_sender',
    'Write an address, or a name and an address: Portico <portico@example.com>.',
  )
export const passwordNeededAgain = () =>
  wrongField(
    'password',
    'smtp_password_needed',
    'Enter the password: a saved one is only ever sent to the host, and with the name, that it was saved for.',
  )
export const passwordWithoutTls = () =>
  wrongField(
    'security',
    'smtp_password_in_clear',
    'A password would go over the network in the clear. Choose TLS or STARTTLS, or a server on this machine.',
  )
export const mailNotConfigured = () =>
  appError(409, 'mail_not_configured', 'Nobody has said yet how mail is sent. Save the settings first.')
export const noAddress = () =>
  appError(409, 'no_address', 'Your account has no e-mail address that a test could go to.')
export const mailInHand = () =>
  appError(409, 'mail_in_hand', 'This mail is being sent, or was sent. Look again in a moment.')
export const linkSpent = () =>
  appError(
    409,
    'link_spent',
    'The link of this mail was used, replaced or forgotten. Let the person ask for a new one.',
  )
