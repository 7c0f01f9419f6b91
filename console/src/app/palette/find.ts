import { queryOptions } from '@tanstack/react-query'
import { ApiError, api } from '../../lib/api.ts'
import type { Membership } from '../../lib/session.ts'

export type Wanted = { readonly kind: 'key' | 'call'; readonly id: string }
export type Found = Wanted & { readonly organization: Membership; readonly name: string }

const idShape = /\b(key|req)_([0-9a-z]{26})\b/i
// Of a pasted secret only the public part is used: nothing else of it leaves the page.
const secretShape = /\bpk_([0-9a-z]{26})_/
const atOnce = 6

/** The id of a key or of a call in what was typed; a whole line of a log will do. */
export function idIn(typed: string): Wanted | null {
  const secret = secretShape.exec(typed)
  if (secret?.[1]) return { kind: 'key', id: `key_${secret[1]}` }
  const [, prefix, rest] = idShape.exec(typed) ?? []
  if (prefix === undefined || rest === undefined) return null
  const id = `${prefix}_${rest}`.toLowerCase()
  return { kind: prefix.toLowerCase() === 'key' ? 'key' : 'call', id }
}

/** The page that shows it. */
export function pageOf({ kind, id, organization }: Found): string {
  return `/orgs/${organization.slug}/${kind === 'key' ? 'keys' : 'usage'}?row=${id}`
}

const permissions = {
  key: ['keys:read', 'keys:readOwn'],
  call: ['usage:read', 'usage:readOwn'],
} as const

/** Looks for it in the organizations where this person may look, a few at a time, in their order; null where none has it. */
export const foundQuery = (wanted: Wanted | null, organizations: readonly Membership[]) =>
  queryOptions({
    queryKey: ['find', wanted, organizations.map((one) => one.id)],
    enabled: wanted !== null,
    retry: false,
    queryFn: ({ signal }) => (wanted === null ? null : find(wanted, organizations, signal)),
  })

async function find(wanted: Wanted, organizations: readonly Membership[], signal: AbortSignal) {
  const open = organizations.filter((one) =>
    permissions[wanted.kind].some((permission) => one.can.includes(permission)),
  )
  for (let from = 0; from < open.length; from += atOnce) {
    const answers = await Promise.all(
      open.slice(from, from + atOnce).map((organization) => ask(wanted, organization, signal)),
    )
    const found = answers.find((answer) => answer !== null)
    if (found) return found
  }
  return null
}

async function ask(wanted: Wanted, organization: Membership, signal: AbortSignal): Promise<Found | null> {
  const request = { params: { org: organization.slug, id: wanted.id }, signal }
  try {
    const name =
      wanted.kind === 'key'
        ? (await api('GET /orgs/{org}/keys/{id}', request)).name
        : (await api('GET /orgs/{org}/usage/{id}', request)).model
    return { ...wanted, organization, name }
  } catch (error) {
    if (error instanceof ApiError && (error.status === 404 || error.status === 403)) return null
    throw error
  }
}
