import type { TwoFactorRule } from '../../../contract/two-factor-rules.ts'
import { type Config, configTable } from '../../config.ts'

/** What the operator decides at run time. Money in nano-dollars. */
export type Settings = {
  registration: 'open' | 'invite' | 'closed'
  startingCreditNanos: bigint
  /** Whether calls to models without a price can be accepted at all, or each organization decides. */
  unpricedModels: 'never' | 'organizations'
  /** What a call to an accepted model without a price costs. */
  unpricedFallbackNanos: bigint
  /** Output tokens that a call is taken to need when neither it nor the model says. */
  defaultMaxOutputTokens: number
  /** Whether the built-in sandbox upstream serves; null: until a real upstream exists. */
  sandbox: boolean | null
  passwordMinLength: number
  passkeys: boolean
  /** Whether passwords sign in; off where only passkeys or linked identities shall. */
  passwordSignIn: boolean
  /** Whether new passwords are looked up among leaked ones, and what holds while that list is down. */
  breachCheck: 'off' | 'when_reachable' | 'always'
  /** Of whom a second factor is required (rule 22). */
  requireTwoFactor: TwoFactorRule
  /** Days after which a session ends that sent no request. */
  sessionIdleDays: number
  /** Days after which a session ends however busy. */
  sessionDays: number
  /** Wrong passwords after which an account refuses them all, the right one too (rule 34). */
  lockoutTries: number
  /** Minutes in which they are counted, and after which it takes passwords again. */
  lockoutMinutes: number
  /** Days in which a person can take the deletion of their account back; 0: it is erased at once. */
  deletionGraceDays: number
}
export type SettingName = keyof Settings
export const settingNames: readonly SettingName[] = [
  'registration',
  'startingCreditNanos',
  'unpricedModels',
  'unpricedFallbackNanos',
  'defaultMaxOutputTokens',
  'sandbox',
  'passwordMinLength',
  'passkeys',
  'passwordSignIn',
  'breachCheck',
  'requireTwoFactor',
  'sessionIdleDays',
  'sessionDays',
  'lockoutTries',
  'lockoutMinutes',
  'deletionGraceDays',
]

const oneDollar = 1_000_000_000n

/** What holds where nothing was decided. With open registration a starting credit would be free money for everybody. */
export function defaultSettings(registration: Settings['registration']): Settings {
  return {
    registration: 'invite',
    startingCreditNanos: registration === 'open' ? 0n : oneDollar,
    unpricedModels: 'organizations',
    unpricedFallbackNanos: 0n,
    defaultMaxOutputTokens: 4096,
    sandbox: null,
    passwordMinLength: 15,
    passkeys: false,
    passwordSignIn: true,
    breachCheck: 'off',
    requireTwoFactor: 'off',
    sessionIdleDays: 14,
    sessionDays: 90,
    lockoutTries: 20,
    lockoutMinutes: 15,
    deletionGraceDays: 0,
  }
}

/** The settings that the environment can fix, each with its variable. */
export const variableOf = {
  registration: configTable.registration.variable,
  startingCreditNanos: configTable.startingCreditUsd.variable,
  sandbox: configTable.sandbox.variable,
  passwordSignIn: configTable.passwordSignIn.variable,
} as const satisfies Partial<Record<SettingName, string>>
export type Fixable = keyof typeof variableOf

/** What environment variables fix: they win over the console, which shows it. */
export function fixedSettings(config: Config): Partial<Pick<Settings, Fixable>> {
  return {
    ...(config.registration === undefined ? {} : { registration: config.registration }),
    ...(config.startingCreditUsd === undefined
      ? {}
      : { startingCreditNanos: decimalNanos(config.startingCreditUsd) }),
    ...(config.sandbox === null ? {} : { sandbox: config.sandbox }),
    ...(config.passwordSignIn === null ? {} : { passwordSignIn: config.passwordSignIn }),
  }
}

function decimalNanos(usd: string): bigint {
  const [whole = '0', part = ''] = usd.split('.')
  return BigInt(whole) * oneDollar + BigInt(part.padEnd(9, '0'))
}
