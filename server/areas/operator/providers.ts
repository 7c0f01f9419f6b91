import type { z } from 'zod'
import type { adminProviders, ProviderView } from '../../../contract/operator-providers.ts'
import { mappedRoles, providerSignUps } from '../../../contract/provider-kinds.ts'
import { isUniqueViolation } from '../../db/sql.ts'
import type { RequestContext, SignedIn } from '../../http/context.ts'
import { notFound } from '../../http/errors.ts'
import type { Outgoing } from '../../http/outgoing.ts'
import { newId } from '../../lib/id.ts'
import {
  callbackUrl,
  iconOf,
  type Provider,
  passkeyIsUsable,
  passwordsSignIn,
  secretPlace,
} from '../accounts/index.ts'
import { record } from '../audit/index.ts'
import { checkCredential, hintOf } from './address.ts'
import { issuerRefused, mappingRefused, providerChanged, slugTakenByProvider } from './errors.ts'
import { keepingOwnWayIn } from './own-way-in.ts'

type Acting = RequestContext & { session: SignedIn }
type NewProvider = z.output<typeof adminProviders.createProvider.body>
type Changes = z.output<typeof adminProviders.updateProvider.body>

const defaults = {
  github: { icon: 'github', scopes: 'read:user user:email' },
  oidc: { icon: 'key', scopes: 'openid profile email' },
} as const
const localName = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i

/** An issuer in the form that is saved: judged by rule 38, and secure unless it is on this machine. @throws issuerRefused */
async function issuerOf(outgoing: Outgoing, text: string): Promise<string> {
  const check = await outgoing.checkUrl(text)
  if (!check.ok) throw issuerRefused(check.code, check.message)
  const { url } = check
  if (/[?#]/.test(text)) throw issuerRefused('invalid_url', 'Leave out everything from "?" or "#" on.')
  if (url.protocol === 'http:' && !localName.test(url.hostname))
    throw issuerRefused(
      'not_secure',
      'Use https://: secrets are sent there. Plain http is for this machine only.',
    )
  // An issuer is compared letter by letter, so a slash that somebody wrote stays.
  return url.pathname === '/' && !text.trim().endsWith('/') ? url.origin : url.href
}

/** The organizations that a mapping names exist and are shared ones. @throws mappingRefused */
async function checkMapping({ store }: RequestContext, mapping: Changes['mapping']): Promise<void> {
  for (const { organizationId } of mapping ?? []) {
    const found = await store.db
      .selectFrom('organizations')
      .select('id')
      .where('id', '=', organizationId)
      .where('personal_of', 'is', null)
      .executeTakeFirst()
    if (!found) throw mappingRefused(organizationId)
  }
}

function plainColumns(input: Changes | NewProvider) {
  const { name, icon, clientId, scopes, signUp, domains, trustEmail, mapping, enabled } = input
  return {
    ...(name === undefined ? {} : { name }),
    ...(icon === undefined ? {} : { icon }),
    ...(clientId === undefined ? {} : { client_id: clientId }),
    ...(scopes === undefined ? {} : { scopes }),
    ...(signUp === undefined ? {} : { sign_up: signUp }),
    ...(domains === undefined ? {} : { domains: JSON.stringify([...new Set(domains)]) }),
    ...(trustEmail === undefined ? {} : { trust_email: trustEmail ? 1 : 0 }),
    ...(mapping === undefined ? {} : { mapping: JSON.stringify(mapping) }),
    ...(enabled === undefined ? {} : { enabled: enabled ? 1 : 0 }),
  }
}

function sealedSecret({ secretBox }: RequestContext, provider: { id: string; issuer: string }, text: string) {
  const secret = checkCredential(text)
  if (secret === null) return { client_secret: null, client_secret_hint: null }
  return { client_secret: secretBox.seal(secret, secretPlace(provider)), client_secret_hint: hintOf(secret) }
}

const live = ({ store }: RequestContext) =>
  store.db.selectFrom('identity_providers').selectAll().where('deleted_at', 'is', null)

export const listProviders = (ctx: RequestContext): Promise<Provider[]> => live(ctx).orderBy('id').execute()

export async function findProvider(ctx: RequestContext, { id }: { id: string }): Promise<Provider | null> {
  return (await live(ctx).where('id', '=', id).executeTakeFirst()) ?? null
}

/** Trusts a provider from now on. @throws issuerRefused, mappingRefused, slugTakenByProvider */
export async function createProvider(ctx: Acting, outgoing: Outgoing, input: NewProvider): Promise<Provider> {
  const issuer = await issuerOf(outgoing, input.issuer)
  await checkMapping(ctx, input.mapping)
  const now = ctx.clock.now()
  const id = newId('idp', now)
  try {
    return await ctx.store.transaction(async (tx) => {
      const row = await tx
        .insertInto('identity_providers')
        .values({
          ...{ id, slug: input.slug, kind: input.kind, issuer, ...defaults[input.kind] },
          ...{ sign_up: 'off', domains: '[]', trust_email: 0, mapping: '[]', enabled: 1 },
          ...plainColumns(input),
          ...{ name: input.name, client_id: input.clientId },
          ...sealedSecret(ctx, { id, issuer }, input.clientSecret ?? ''),
          ...{ deleted_at: null, created_at: now, updated_at: now },
        })
        .returningAll()
        .executeTakeFirstOrThrow()
      const details = { slug: row.slug, issuer, secret: row.client_secret !== null }
      const { accountId } = ctx.session
      await record(tx, ctx, { act: 'identity_provider.created', accountId, target: id, details })
      return row
    })
  } catch (error) {
    throw isUniqueViolation(error) ? slugTakenByProvider() : error
  }
}

/**
 * Changes what is named. A changed issuer drops the client secret, unless it comes with it: one is never sent to another host than it was
 * saved for (rule 38).
 *
 * @param before the provider as this request found it.
 * @throws issuerRefused, mappingRefused; ownWayInFirst where it is the only way in of whoever switches it off; providerChanged where somebody else changed it meanwhile
 */
export async function updateProvider(
  ctx: Acting,
  outgoing: Outgoing,
  before: Provider,
  changes: Changes,
): Promise<Provider> {
  const issuer = changes.issuer === undefined ? before.issuer : await issuerOf(outgoing, changes.issuer)
  await checkMapping(ctx, changes.mapping)
  const moved = issuer !== before.issuer
  const secret = changes.clientSecret ?? (moved ? '' : undefined)
  const set = {
    ...plainColumns(changes),
    ...{ issuer, updated_at: Math.max(ctx.clock.now(), before.updated_at + 1) },
    ...(secret === undefined ? {} : sealedSecret(ctx, { id: before.id, issuer }, secret)),
  }
  return ctx.store.transaction(async (tx) => {
    const change = () =>
      tx
        .updateTable('identity_providers')
        .set(set)
        .where('id', '=', before.id)
        .where('deleted_at', 'is', null)
        .where('updated_at', '=', before.updated_at)
        .returningAll()
        .executeTakeFirst()
    // Switched off, or pointed elsewhere, it may have been the operator's own way in.
    const closes = before.enabled === 1 && (set.enabled === 0 || issuer !== before.issuer)
    const row = closes ? await keepingOwnWayIn(tx, ctx, change) : await change()
    if (!row) throw providerChanged()
    const { accountId } = ctx.session
    const details = changesOf(before, row)
    await record(tx, ctx, { act: 'identity_provider.updated', accountId, target: row.id, details })
    return row
  })
}

function changesOf(before: Provider, after: Provider): Record<string, unknown> {
  const details: Record<string, unknown> = {}
  for (const name of [
    'name',
    'issuer',
    'client_id',
    'scopes',
    'sign_up',
    'domains',
    'trust_email',
    'enabled',
  ] as const)
    if (before[name] !== after[name]) details[name] = { from: before[name], to: after[name] }
  if (before.mapping !== after.mapping) details.mapping = true
  if (before.client_secret !== after.client_secret)
    details.secret = { from: before.client_secret !== null, to: after.client_secret !== null }
  return details
}

/** Trusts a provider no more. What was linked by it stays listed and opens nothing; its secret is gone. */
export async function deleteProvider(ctx: Acting, { id, slug }: Provider): Promise<void> {
  const now = ctx.clock.now()
  await ctx.store.transaction(async (tx) => {
    const gone = await keepingOwnWayIn(tx, ctx, () =>
      tx
        .updateTable('identity_providers')
        .set({
          slug: id,
          enabled: 0,
          client_secret: null,
          client_secret_hint: null,
          deleted_at: now,
          updated_at: now,
        })
        .where('id', '=', id)
        .where('deleted_at', 'is', null)
        .returning('id')
        .executeTakeFirst(),
    )
    if (!gone) throw notFound()
    await tx.deleteFrom('identity_attempts').where('provider_id', '=', id).execute()
    const { accountId } = ctx.session
    await record(tx, ctx, { act: 'identity_provider.deleted', accountId, target: id, details: { slug } })
  })
}

/** How many people have linked a provider, and how many of them have nothing else to sign in with. */
async function peopleOf(
  { store, config }: RequestContext,
  id: string,
): Promise<{ people: number; without: number }> {
  const linked = store.db
    .selectFrom('identities as i')
    .select(({ fn }) => fn.count<number>('i.account_id').distinct().as('n'))
    .where('i.provider_id', '=', id)
  const [all, without] = await Promise.all([
    linked.executeTakeFirstOrThrow(),
    linked
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('passwords')
              .select('account_id')
              .whereRef('passwords.account_id', '=', 'i.account_id')
              .where(passwordsSignIn(config)),
          ),
        ),
      )
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('passkeys')
              .select('id')
              .whereRef('passkeys.account_id', '=', 'i.account_id')
              .where(passkeyIsUsable(config)),
          ),
        ),
      )
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('identities as o')
              .innerJoin('identity_providers as p', 'p.id', 'o.provider_id')
              .select('o.id')
              .whereRef('o.account_id', '=', 'i.account_id')
              .where('o.provider_id', '!=', id)
              .where('p.enabled', '=', 1),
          ),
        ),
      )
      .executeTakeFirstOrThrow(),
  ])
  return { people: Number(all.n), without: Number(without.n) }
}

/** The operator's view; of the secret only whether it is there. */
export async function presentProvider(ctx: RequestContext, row: Provider): Promise<ProviderView> {
  const { people, without } = await peopleOf(ctx, row.id)
  const mapping = JSON.parse(row.mapping) as ProviderView['mapping']
  return {
    ...{ id: row.id, slug: row.slug, name: row.name, icon: iconOf(row.icon), issuer: row.issuer },
    kind: row.kind === 'github' ? 'github' : 'oidc',
    clientId: row.client_id,
    clientSecret: { set: row.client_secret !== null, hint: row.client_secret_hint },
    scopes: row.scopes,
    signUp: providerSignUps.find((one) => one === row.sign_up) ?? 'off',
    domains: JSON.parse(row.domains) as string[],
    trustEmail: row.trust_email === 1,
    mapping: mapping.filter(({ role }) => mappedRoles.includes(role)),
    enabled: row.enabled === 1,
    callbackUrl: callbackUrl(ctx.config, row.slug),
    ...{ people, peopleWithoutOther: without },
    createdAt: new Date(row.created_at).toISOString(),
  }
}
