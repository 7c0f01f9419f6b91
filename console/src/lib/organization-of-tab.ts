import { recall, remember } from './storage.ts'

const name = 'portico.organization'

/**
 * Slug of the organization that this tab was last about, so that two tabs on two organizations stay apart; a new tab begins with the
 * last one used anywhere. It may be of another person, or one that was left: whoever asks looks whether they belong to it.
 */
export function organizationOfTab(): string | null {
  try {
    return sessionStorage.getItem(name) ?? recall('organization')
  } catch {
    return recall('organization')
  }
}

export function rememberOrganization(slug: string) {
  remember('organization', slug)
  try {
    sessionStorage.setItem(name, slug)
  } catch {
    // Storage is refused in some private windows; the memory of `storage.ts` is this tab's own then.
  }
}
