import { recall, remember } from './storage.ts'

const name = 'portico.organization'

/** An organization as it is remembered: the id stays when it is renamed, the slug is what its addresses had. */
export type Remembered = { readonly id: string; readonly slug: string }

/**
 * The organization that this tab was last about, so that two tabs on two organizations stay apart; a new tab begins with the last one
 * used anywhere. It may be of another person, or one that was left: whoever asks looks whether they belong to it.
 */
export function organizationOfTab(): Remembered | null {
  const stored = ofTab() ?? recall('organization')
  if (!stored) return null
  const [id = '', slug = id] = stored.split(' ')
  return { id, slug }
}

function ofTab(): string | null {
  try {
    return sessionStorage.getItem(name)
  } catch {
    return null
  }
}

export function rememberOrganization({ id, slug }: Remembered) {
  // Neither holds a space.
  const stored = `${id} ${slug}`
  remember('organization', stored)
  try {
    sessionStorage.setItem(name, stored)
  } catch {
    // Storage is refused in some private windows; the memory of `storage.ts` is this tab's own then.
  }
}
