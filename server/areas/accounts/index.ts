export { findTokenHolder, mountAccessTokens, revokeTokensOf, sweepTokens } from './access-tokens/index.ts'
export { addAccount, findPerson, type NewAccount, operatorExists, type Person, people } from './accounts.ts'
export { prepareReset } from './addresses/forgot-password.ts'
export { verifyLimit, withinLimit } from './addresses/limits.ts'
export { sendFirstProof } from './addresses/prove.ts'
export { administerAccount } from './administer.ts'
export { checkUpOfPerson } from './check-up.ts'
export { checkEmail, type Email, readEmail } from './emails.ts'
export { emailTaken, invitationInvalid, invitationRequired } from './errors.ts'
export { endTrustOf } from './factors/devices.ts'
export { enter, handOver } from './factors/enter.ts'
export { finishSignIn } from './factors/finish-sign-in.ts'
export { sweepFactors } from './factors/sweep.ts'
export { holdAccount } from './hold-account.ts'
export {
  acceptInvitation,
  createInvitation,
  findInvitation,
  invitationIsUsable,
  invitationStatus,
  revokeInvitation,
} from './invitations.ts'
export { checkNewPassword, createPasswordHasher, type PasswordHasher } from './passwords/index.ts'
export { avatarUrl, presentAccount, presentForOperator } from './present.ts'
export { checkNickname } from './profile.ts'
export { mountAccounts } from './routes.ts'
export { setSessionCookie } from './session-cookie.ts'
export { endSessionsOf, findSession, sessionLimits, startSession, sweepSessions } from './sessions.ts'
export { type SignInInput, signIn } from './sign-in.ts'
export { checkUsername, type Username } from './usernames.ts'
