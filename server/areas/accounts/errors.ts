import { type AppError, appError } from '../../http/errors.ts'

/** A field of a form that will not do: the form shows the sentence beside it. */
function wrongField(path: string, code: string, detail: string): AppError {
  return appError(400, code, detail, { extra: { errors: [{ path, message: detail }] } })
}

export const invalidUsername = (detail: string): AppError =>
  wrongField('username', 'invalid_username', detail)
export const usernameTaken = (): AppError => {
  const detail = 'This username is taken, or was once. Choose another.'
  return appError(409, 'username_taken', detail, {
    extra: { errors: [{ path: 'username', message: detail }] },
  })
}
export const invalidEmail = (): AppError =>
  wrongField('email', 'invalid_email', 'This is not an e-mail address. Write it like name@example.com.')
export const emailTaken = (): AppError =>
  appError(409, 'email_taken', 'Another account has already verified this address.')
export const passwordTooShort = (minLength: number, field: string): AppError =>
  wrongField(
    field,
    'password_too_short',
    `Use at least ${minLength} characters. A few words that do not belong together are easy to remember.`,
  )
export const passwordTooLong = (maxLength: number, field: string): AppError =>
  wrongField(field, 'password_too_long', `Use at most ${maxLength} characters.`)
export const passwordTooCommon = (field: string): AppError =>
  wrongField(
    field,
    'password_too_common',
    'This password is among the first that an attacker tries. Choose one that is yours alone.',
  )
export const passwordLeaked = (field: string): AppError =>
  wrongField(
    field,
    'password_leaked',
    'This password was in a leak of another service, so that attackers try it. Choose one that you use nowhere else.',
  )
export const leakCheckDown = (): AppError =>
  appError(
    503,
    'leak_check_down',
    'The list of leaked passwords cannot be asked at the moment, and no new password is taken without it here. Try again in a few minutes.',
    { headers: { 'retry-after': '60' } },
  )
export const passwordGuessable = (field: string): AppError =>
  wrongField(
    field,
    'password_guessable',
    'This password is little more than your name, your address or the name of this product. Choose another.',
  )
export const invalidTimeZone = (): AppError =>
  wrongField('timeZone', 'invalid_time_zone', 'Name a time zone of the IANA list, such as Europe/Berlin.')
export const invalidNickname = (): AppError =>
  wrongField(
    'nickname',
    'invalid_nickname',
    'Use one line of at most 80 characters, and at least one that can be seen.',
  )

/** The same for an unknown name, an unproven address and a wrong password (rule 33). */
export const invalidCredentials = (): AppError =>
  appError(
    401,
    'invalid_credentials',
    'The name or the password is wrong. An e-mail address signs in only after it was verified.',
  )
export const wrongPassword = (): AppError =>
  appError(401, 'wrong_password', 'The password is wrong. Try again.')
export const currentPasswordWrong = (): AppError => {
  const detail = 'This is not your password. Try again.'
  return appError(401, 'wrong_password', detail, {
    extra: { errors: [{ path: 'currentPassword', message: detail }] },
  })
}
export const currentPasswordNeeded = (): AppError =>
  wrongField('currentPassword', 'current_password_needed', 'Enter the password that you have now.')
export const passwordsDiffer = (): AppError =>
  wrongField('confirmPassword', 'passwords_differ', 'The two new passwords are not the same. Type it again.')
export const passwordUnchanged = (field: 'newPassword' | 'password' = 'newPassword'): AppError =>
  wrongField(field, 'password_unchanged', 'This is the password that you have. Choose another.')
export const invalidAvatar = (detail: string): AppError => wrongField('image', 'invalid_avatar', detail)
export const accountDisabled = (): AppError =>
  appError(403, 'account_disabled', 'This account is disabled. Ask the operator of this installation.')
export const passwordChangeRequired = (): AppError =>
  appError(
    403,
    'password_change_required',
    'This account needs a new password before anybody signs in. Open the link that is mailed to its verified address, ask for one under “Forgot your password?”, or ask the operator.',
  )
export const busy = (): AppError =>
  appError(503, 'busy', 'Too many people are signing in at this moment. Try again in a few seconds.', {
    headers: { 'retry-after': '3' },
  })

export const invitationRequired = (): AppError =>
  appError(
    403,
    'invitation_required',
    'Signing up here needs an invitation. Open the link that the operator sent you, or ask for one.',
  )
export const invitationInvalid = (): AppError =>
  appError(
    403,
    'invitation_invalid',
    'This invitation is unknown, used, revoked or too old. Ask the operator for a new link.',
  )
export const invitationUsed = (): AppError =>
  appError(
    409,
    'invitation_used',
    'Somebody has already signed up with this link; it cannot be revoked any more.',
  )
export const cannotDisableYourself = (): AppError =>
  appError(409, 'cannot_disable_yourself', 'You would lock yourself out. Ask another operator to do it.')
export const ownSecondFactor = (): AppError =>
  appError(
    409,
    'own_second_factor',
    'Turn off your own under Two-Factor Authentication, with password and code.',
  )
export const ownAccount = (): AppError =>
  appError(
    409,
    'own_account',
    'This is your own account. End your other sessions, or change your password, under Security Settings.',
  )
export const noProvenAddress = (): AppError =>
  appError(
    409,
    'no_proven_address',
    'This account has no verified address, so no link for a new password would reach its person. Mark its address as verified first.',
  )
export const lastOperator = (): AppError =>
  appError(
    409,
    'last_operator',
    'Nobody else operates this installation. Somebody must be left who can enable accounts again.',
  )

export const accountGoing = (): AppError =>
  appError(409, 'account_going', 'This account was deleted and is being erased. That cannot be taken back.')
/** The same for every name and address (rule 33). */
export const passwordSignInOff = (): AppError =>
  appError(
    403,
    'password_sign_in_off',
    'Passwords do not sign in here. Use a passkey, or the account of another provider.',
  )

export const linkInvalid = (): AppError =>
  appError(
    400,
    'link_invalid',
    'This link was used, replaced or is too old. If it was used, its work is done; if not, ask for a new one.',
  )
export const emailYours = (): AppError =>
  wrongField('email', 'email_yours', 'Your account has this address already.')
export const tooManyEmails = (most: number): AppError =>
  appError(409, 'too_many_emails', `An account has at most ${most} addresses. Remove one first.`)
export const emailNotProven = (): AppError =>
  appError(409, 'email_not_proven', 'Verify this address first: open the link that was sent to it.')
export const emailIsPrimary = (): AppError =>
  appError(409, 'email_is_primary', 'This is the primary address. Make another one primary first.')
export const lastProvenEmail = (): AppError =>
  appError(409, 'last_proven_email', 'This is your only verified address. Verify another one first.')
