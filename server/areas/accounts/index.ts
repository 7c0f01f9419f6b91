export { findTokenHolder, mountAccessTokens, revokeTokensOf, sweepTokens } from './access-tokens/index.ts'
export { addAccount, findPerson, type NewAccount, operatorExists, type Person, people } from './accounts.ts'
export { boxesOf } from './addresses/boxes.ts'
export { prepareReset } from './addresses/forgot-password.ts'
export { verifyLimit, withinLimit } from './addresses/limits.ts'
export { sendFirstProof } from './addresses/prove.ts'
export { tellAddress, tellPerson } from './addresses/tell.ts'
export { administerAccount } from './administer.ts'
export { checkUpOfPerson } from './check-up.ts'
export { wake } from './deletion.ts'
export { checkEmail, type Email, readEmail } from './emails.ts'
export { emailTaken, invitationInvalid, invitationRequired, linkInvalid, ownAccount } from './errors.ts'
export { endTrustOf } from './factors/devices.ts'
export { enter, handOver } from './factors/enter.ts'
export { ownSecondFactorFirst } from './factors/errors.ts'
export { finishSignIn } from './factors/finish-sign-in.ts'
export { lacksRequired, memberWithoutFactor } from './factors/required.ts'
export { sweepFactors } from './factors/sweep.ts'
export { tellMembersWithoutFactor } from './factors/tell-members.ts'
export { countWaysIn } from './factors/ways-in.ts'
export { holdAccount } from './hold-account.ts'
export { holdOwn } from './hold-own.ts'
export {
  addIdentity,
  beginAttempt,
  bindingPage,
  type Claims,
  callbackUrl,
  claimHas,
  confirmByIdentity,
  confirmedPage,
  createIssuers,
  type DiscoveryFault,
  discover,
  enterByIdentity,
  type Issuers,
  iconOf,
  identityDomainRefused,
  identityUnknown,
  labelOf,
  linkIdentity,
  mountIdentities,
  offeredProvider,
  offers,
  openSecret,
  type ProvenIdentity,
  type Provider,
  proveByProvider,
  secretPlace,
  signUpOf,
  sweepAttempts,
  takeAttempt,
  usernamesFrom,
} from './identities/index.ts'
export {
  acceptInvitation,
  createInvitation,
  findInvitation,
  invitationIsUsable,
  invitationStatus,
  revokeInvitation,
} from './invitations.ts'
export { expectOtherOperator } from './other-operator.ts'
export {
  countPasskeys,
  signInWithPasskey,
  strandedWarning,
  sweepPasskeyChallenges,
  warnOfStranded,
} from './passkeys/index.ts'
export { passkeyIsUsable } from './passkeys/relying-party.ts'
export {
  acceptNewPassword,
  createLeakCheck,
  createPasswordHasher,
  type HasherOptions,
  type LeakCheck,
  lockoutOf,
  type NewPasswordServices,
  type PasswordHasher,
} from './passwords/index.ts'
export { expectPasswordSignIn, passwordsSignIn } from './passwords/signs-in.ts'
export { avatarUrl, presentAccount, presentForOperator } from './present.ts'
export { checkNickname } from './profile.ts'
export { mountAccounts } from './routes.ts'
export { clearSessionCookie, setSessionCookie } from './session-cookie.ts'
export { sessionLengths, sessionLives } from './session-lengths.ts'
export { endSessionsOf, findSession, sessionLimits, startSession, sweepSessions } from './sessions.ts'
export { type SignInInput, signIn } from './sign-in.ts'
export { checkUsername, type Username, usernameKey } from './usernames.ts'
export { sweepWatching } from './watching/known-browsers.ts'
export { inWords } from './watching/new-sign-in.ts'
