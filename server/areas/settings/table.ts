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
  }
}

/** The settings that the environment can fix, each with its variable. */
export const variableOf = {
  registration: configTable.registration.variable,
  startingCreditNanos: configTable.startingCreditUsd.variable,
  sandbox: configTable.sandbox.variable,
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
  }
}

function decimalNanos(usd: string): bigint {
  const [whole = '0', part = ''] = usd.split('.')
  return BigInt(whole) * oneDollar + BigInt(part.padEnd(9, '0'))
}
