/**
 * Texts come in a file for each of these and language, when they are first needed: `first` before anything is shown, `links` with the pages that mails lead to, `mail` with the operator's list of mails, `logs` with those that list acts, `proof` with the second step of signing in, `personal`, `operator` and `dev`
 * with their pages, every other area, and so each new one, with the shell. `checks/text-groups.unit.test.ts` holds the pages to it.
 */
export const textGroups = {
  first: ['ui', 'shell', 'entry', 'errors'],
  links: ['links'],
  logs: ['audit', 'events'],
  personal: ['personal', 'checkUp', 'emails', 'personalErrors', 'tokens'],
  proof: ['proof', 'proofErrors'],
  operator: [
    'accounts',
    'credits',
    'health',
    'invitations',
    'operatorErrors',
    'priceLists',
    'settings',
    'upstreams',
  ],
  mail: ['mail'],
  dev: ['dev'],
} as const
export type TextGroup = keyof typeof textGroups | 'rest'

export function groupOf(area: string): TextGroup {
  for (const [group, areas] of Object.entries(textGroups))
    if ((areas as readonly string[]).includes(area)) return group as TextGroup
  return 'rest'
}

/** What texts of an area are called: errors that only pages behind the shell, those of the personal centre or the operator, or a second factor, can meet are errors too, and come with these. */
export const namespaceOf = (area: string): string =>
  /^(inner|proof|personal|operator)Errors$/.test(area) ? 'errors' : area
