/** What operators' acts are about: the first part of an act's name. Pure: the console reads it too. */
export const operatorAuditAreas = [
  'settings',
  'account',
  'invitation',
  'identity_provider',
  'mail',
  'upstream',
  'price',
  'prices',
  'wallet',
] as const
