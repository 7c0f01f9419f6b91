import type { Membership } from '../lib/session.ts'

type Entering = {
  cause: string
  context: { membership: Membership }
  params: { org: string }
  location: { search: object }
}

/**
 * A loader that asks for the first rows of a list while its page is still being fetched and drawn, and waits for nothing. Where the address
 * has filters, or names the organization in another way, the page asks.
 *
 * @param permission who lacks it is not asked for: the page says so.
 */
export const askAhead =
  (permission: Membership['can'][number], ask: (org: string) => Promise<void>) =>
  ({ cause, context, params, location }: Entering): void => {
    const { slug, can } = context.membership
    if (cause !== 'enter' || Object.keys(location.search).length > 0) return
    if (slug === params.org && can.includes(permission)) void ask(slug)
  }
