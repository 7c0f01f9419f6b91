export { type Answer, type Browser, createBrowser } from './browser.ts'
export { type GatewayWorld, gatewayWorld } from './gateway-world.ts'
export { type Github, startGithub } from './github.ts'
export { type HostileIssuer, startHostileIssuer } from './hostile-issuer.ts'
export { type Issuer, startIssuer } from './issuer.ts'
export { listen } from './listen.ts'
export { type MadeAccount, makeAccount } from './make-account.ts'
export { type MadeKey, makeKey } from './make-key.ts'
export { addMember, type MadeOrganization, makeOrganization } from './make-organization.ts'
export {
  askPasskey,
  type MadePasskey,
  makePasskey,
  type PasskeyPlace,
  passkeyPlaces,
  provePasskey,
  switchPasskeys,
} from './make-passkey.ts'
export { makeProvider, passThrough, setOut, throughProvider } from './make-provider.ts'
export { codeAt, type MadeSecondFactor, makeSecondFactor, nextStep } from './make-second-factor.ts'
export { type MadeToken, makeToken } from './make-token.ts'
export { type MadeBucket, type MadeCall, makeUsage } from './make-usage.ts'
export { type ScriptedUpstream, startScriptedUpstream } from './scripted-upstream.ts'
export { type Caught, type MailServer, startMailServer } from './smtp.ts'
export {
  createPasskey,
  type Forged,
  flag,
  type SoftwarePasskey,
  signedBy,
} from './software-authenticator.ts'
export { type TestApp, type TestClock, testApp, testClock, testLog } from './test-app.ts'
export { openTestStore, type TestStore, testStoreKind } from './test-store.ts'
