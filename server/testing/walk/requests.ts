import type { Endpoint } from '../../../contract/endpoint.ts'
import { newId } from '../../lib/id.ts'
import type { Belongings, World } from './world.ts'

/** What a walk puts into a path. */
export type Names = {
  org: string
  keyId: string
  usageId: string
  upstreamId: string
  accountId: string
  invitationId: string
  avatarId: string
  auditId: string
  sessionId: string
  emailId: string
  mailId: string
  tokenId: string
  trustedId: string
  passkeyId: string
  noticeId: string
  exportId: string
  identityId: string
  providerId: string
}

/** Everything of the walked world, as its owner (or another member) names it. */
export function names(world: World, mine: Belongings = world.belongings.owner): Names {
  return { org: world.organization.slug, ...mine, ...world.installation }
}

/** Names of nothing, of the right shape. */
export function unknownNames(now: number): Names {
  return {
    org: newId('org', now),
    keyId: newId('key', now),
    usageId: newId('req', now),
    upstreamId: newId('ups', now),
    accountId: newId('acc', now),
    invitationId: newId('inv', now),
    avatarId: newId('avt', now),
    auditId: newId('aud', now),
    sessionId: newId('ses', now),
    emailId: newId('eml', now),
    mailId: newId('mai', now),
    tokenId: newId('tok', now),
    trustedId: newId('tru', now),
    passkeyId: newId('psk', now),
    noticeId: newId('new', now),
    exportId: newId('exp', now),
    identityId: newId('idn', now),
    providerId: newId('idp', now),
  }
}

/** Which name stands for `{id}`, by the path that it is in. A route with another kind of thing needs a line here. */
const thingOf: [RegExp, keyof Names][] = [
  [/\/keys\/\{id\}/, 'keyId'],
  [/\/usage\/\{id\}/, 'usageId'],
  [/\/upstreams\/\{id\}/, 'upstreamId'],
  [/\/accounts\/\{id\}/, 'accountId'],
  [/\/invitations\/\{id\}/, 'invitationId'],
  [/\/avatars\/\{id\}/, 'avatarId'],
  [/\/audit\/\{id\}/, 'auditId'],
  [/\/sessions\/\{id\}/, 'sessionId'],
  [/\/emails\/\{id\}/, 'emailId'],
  [/\/mails\/\{id\}/, 'mailId'],
  [/\/access-tokens\/\{id\}/, 'tokenId'],
  [/\/trusted-devices\/\{id\}/, 'trustedId'],
  [/\/passkeys\/\{id\}/, 'passkeyId'],
  [/\/sign-in-notices\/\{id\}/, 'noticeId'],
  [/\/me\/export\/\{id\}/, 'exportId'],
  [/\/identities\/\{id\}/, 'identityId'],
  [/\/identity-providers\/\{id\}/, 'providerId'],
]

/** The path of a route with its names filled in. */
export function pathOf({ path }: Endpoint, given: Names): string {
  const filled = path
    .replace('{org}', given.org)
    .replace('{*model}', 'walked/model')
    .replace('{provider}', 'walked')
    .replace('{id}', () => {
      const found = thingOf.find(([pattern]) => pattern.test(path))
      if (!found) throw new Error(`Say in walk/requests.ts what {id} stands for in ${path}`)
      return given[found[1]]
    })
  if (filled.includes('{')) throw new Error(`Say in walk/requests.ts what to put into ${filled}`)
  return filled
}

/** Bodies that do no harm and are good enough to get past the checks before the body; `{}` for the rest. */
const bodies: Record<string, unknown> = {
  'POST /orgs/{org}/keys': { name: 'walked' },
  'POST /me/sign-in-notices/{id}': { mine: true },
  'POST /auth/invitation': { token: 'x' },
  'POST /me/identities': { provider: 'walked' },
  'POST /orgs': { name: 'Walked', slug: 'walked-again' },
  'POST /admin/upstreams': { kind: 'openai', name: 'x', baseUrl: 'not an address', models: ['m'] },
  'POST /admin/upstreams/test': { kind: 'openai', baseUrl: 'not an address' },
  'POST /admin/organizations/{org}/credits': { amountUsd: '0' },
  'POST /admin/upstreams/{id}/test-model': { model: 'walked' },
  'POST /admin/price-import/check': { format: 'json', text: '[]', complete: false },
  'POST /admin/price-import': { format: 'json', text: '[]', complete: false, plan: 'none' },
  'PUT /admin/prices/{*model}': { state: 'free' },
}
export const titleOf = ({ method, path }: Endpoint): string => `${method} ${path}`
export const bodyOf = (endpoint: Endpoint): unknown =>
  endpoint.method === 'GET' || endpoint.method === 'DELETE' ? undefined : (bodies[titleOf(endpoint)] ?? {})

/** An answer without what must differ: the ids that were asked for, the request's own id, the time. */
export function comparable(
  answer: { status: number; text: string; headers: Record<string, unknown> },
  given: Names,
): string {
  const { date: _date, 'content-length': _length, ...headers } = answer.headers
  let text = JSON.stringify({ status: answer.status, headers, text: answer.text })
  for (const name of Object.values(given)) text = text.replaceAll(name, '<name>')
  return text.replaceAll(/req_[0-9a-z]{26}/g, '<request>')
}
