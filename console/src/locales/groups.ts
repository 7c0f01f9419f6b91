/**
 * Texts come in a file for each of these and language, when they are first needed: `first` before anything is shown, `joining` with the forms that make an account or choose a password, `links` with the pages that mails lead to, `mail` with the operator's list of mails, `watching` with the question about a new sign-in, `logs` with those that list acts, `proof` with the second step of signing in, `personal`, `operator` and `dev`
 * with their pages, every other area, and so each new one, with the shell. `checks/text-groups.unit.test.ts` holds the pages to it.
 */
export const textGroups = {
  first: ['ui', 'shell', 'entry', 'errors'],
  joining: ['joinEntry', 'joinErrors'],
  links: ['links'],
  logs: ['audit', 'events'],
  personal: ['binding', 'personal', 'checkUp', 'emails', 'leaving', 'passkeys', 'personalErrors', 'tokens'],
  proof: ['proof', 'proofErrors'],
  operator: [
    'accounts',
    'adminAudit',
    'credits',
    'health',
    'invitations',
    'operatorErrors',
    'priceLists',
    'providers',
    'security',
    'settings',
    'upstreams',
  ],
  mail: ['mail'],
  watching: ['watching'],
  dev: ['dev'],
} as const
export type TextGroup = keyof typeof textGroups | 'rest'

export function groupOf(area: string): TextGroup {
  for (const [group, areas] of Object.entries(textGroups))
    if ((areas as readonly string[]).includes(area)) return group as TextGroup
  return 'rest'
}

/** What texts of an area are called. What only some forms of signing up say is said as `entry`; errors that only pages behind the shell, those of the personal centre or the operator, or a second factor, can meet are errors too, and come with these. */
export const namespaceOf = (area: string): string =>
  /^(inner|join|proof|personal|operator)Errors$/.test(area) ? 'errors' : area === 'joinEntry' ? 'entry' : area
