/**
 * Texts come in a file for each of these and language, when they are first needed: `first` before anything is shown, `links` with the pages that mails lead to, `proof` with the second step of signing in, `operator` and `dev`
 * with their pages, every other area, and so each new one, with the shell. `checks/text-groups.unit.test.ts` holds the pages to it.
 */
export const textGroups = {
  first: ['ui', 'shell', 'entry', 'errors'],
  links: ['links'],
  proof: ['proof'],
  operator: ['accounts', 'credits', 'health', 'invitations', 'mail', 'priceLists', 'settings', 'upstreams'],
  dev: ['dev'],
} as const
export type TextGroup = keyof typeof textGroups | 'rest'

export function groupOf(area: string): TextGroup {
  for (const [group, areas] of Object.entries(textGroups))
    if ((areas as readonly string[]).includes(area)) return group as TextGroup
  return 'rest'
}

/** What texts of an area are called: errors that only pages behind the shell can meet are errors too, and come with the shell. */
export const namespaceOf = (area: string): string => (area === 'innerErrors' ? 'errors' : area)
