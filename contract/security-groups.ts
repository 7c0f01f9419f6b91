/**
 * What a person's security log is about, group by group: beginnings of acts, the first that fits. What fits none is `other`, so every
 * event is in exactly one.
 */
export const securityGroups = {
  signIn: [
    ...['account.signed_', 'account.confirmed', 'account.second_factor', 'session.', 'trusted_device.'],
    ...['account.new_device', 'account.locked_down'],
  ],
  password: ['account.password_', 'account.reset_'],
  emails: ['account.email_'],
  factors: ['totp.', 'recovery_code', 'passkey.', 'identity.'],
  keys: ['key.'],
  tokens: ['access_token.'],
} as const
export type SecurityGroup = keyof typeof securityGroups | 'other'
export const securityGroupNames = [
  'signIn',
  'password',
  'emails',
  'factors',
  'keys',
  'tokens',
  'other',
] as const satisfies readonly SecurityGroup[]
