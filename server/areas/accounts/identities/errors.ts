import { type AppError, appError } from '../../../http/errors.ts'

export const providerUnknown = (): AppError =>
  appError(
    404,
    'identity_provider_unknown',
    'This way of signing in is not offered here, or no longer. Choose another.',
  )
export const attemptOver = (): AppError =>
  appError(
    409,
    'identity_attempt_over',
    'This took too long, was used already or began in another browser. Begin again.',
  )
/** The person, or the provider, said no. */
export const identityDenied = (): AppError =>
  appError(403, 'identity_denied', 'The provider did not let you in, or you cancelled. Try again.')
/** @param internal what was the matter, for the log: whoever tries learns nothing of it. */
export const identityFailed = (internal: string): AppError =>
  appError(
    502,
    'identity_failed',
    'What the provider answered is not valid. Try again; if it stays so, tell the operator of this installation.',
    { internal: `identity refused: ${internal}` },
  )
/** The same whether or not somebody here has the address that the provider names (rule 33). */
export const identityUnknown = (): AppError =>
  appError(
    403,
    'identity_unknown',
    'That account is not linked to one here. Sign in with what you have and link it under Account Binding; to join, ask the operator for an invitation.',
  )
export const identityTaken = (): AppError =>
  appError(409, 'identity_taken', 'That account is linked to another person here already.')
export const identityLinkedAlready = (): AppError =>
  appError(409, 'identity_linked_already', 'That account is linked to yours already.')
export const tooManyIdentities = (most: number): AppError =>
  appError(409, 'too_many_identities', `At most ${most} accounts can be linked. Unlink one first.`)
/** Confirming: somebody was proven, but not who is signed in. */
export const identityNotYours = (): AppError =>
  appError(
    403,
    'identity_not_yours',
    'At the provider somebody else is signed in: that account is not linked to yours. Sign in there with the one that is.',
  )
export const identityNotFresh = (): AppError =>
  appError(
    403,
    'identity_not_fresh',
    'The provider did not ask you to sign in again, and its last time is too long ago. Sign out there, then try again.',
  )
/** Told only to who has proven the mailbox, by a provider that the operator trusts for that. */
export const identityEmailKnown = (): AppError =>
  appError(
    409,
    'identity_email_known',
    'Somebody here has your e-mail address already. If that is you, sign in and link this account under Account Binding.',
  )
export const identityDomainRefused = (): AppError =>
  appError(
    403,
    'identity_domain_refused',
    'An account can be made here only with a verified e-mail address of certain domains, and yours is not one.',
  )
