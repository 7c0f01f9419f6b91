import type { RequestContext } from '../../../http/context.ts'
import { confirmationRequired, notFound, reasonOf, sessionRequired } from '../../../http/errors.ts'
import { newId } from '../../../lib/id.ts'
import { record, refused } from '../../audit/index.ts'
import { tellPerson } from '../addresses/tell.ts'
import { type Asked, type Changed, factorChanged } from '../factors/changed.ts'
import { expectWayInLeft } from '../factors/ways-in.ts'
import { holdOwn } from '../hold-own.ts'
import { beginAttempt } from './attempts.ts'
import { labelOf, type ProvenIdentity } from './claims.ts'
import { identityLinkedAlready, identityTaken, tooManyIdentities } from './errors.ts'
import type { Issuers } from './issuers.ts'
import { iconOf, type Provider } from './providers.ts'

const most = 20
/** Where links are seen, and where linking comes back to. */
export const bindingPage = '/personal/account/binding'

const iso = (ms: number): string => new Date(ms).toISOString()

/** What is linked to the person, the newest first; also of providers that are switched off or gone. */
export async function listIdentities(ctx: Asked) {
  const rows = await ctx.store.db
    .selectFrom('identities as i')
    .innerJoin('identity_providers as p', 'p.id', 'i.provider_id')
    .select(['i.id', 'i.label', 'i.created_at', 'i.last_used_at', 'p.slug', 'p.name', 'p.icon'])
    .select(['p.enabled', 'p.deleted_at', 'p.issuer', 'i.issuer as known_issuer'])
    .where('i.account_id', '=', ctx.session.accountId)
    .orderBy('i.id', 'desc')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    provider: row.deleted_at === null ? row.slug : null,
    ...{ providerName: row.name, icon: iconOf(row.icon), label: row.label },
    usable: row.enabled === 1 && row.deleted_at === null && row.issuer === row.known_issuer,
    createdAt: iso(row.created_at),
    lastUsedAt: row.last_used_at === null ? null : iso(row.last_used_at),
  }))
}

/**
 * Begins to link an account elsewhere (rule 31: signed in, after a confirmation).
 *
 * @throws confirmationRequired where the session came by a recovery code and nothing else was proven since (rule 13); what `beginAttempt` throws
 */
export async function beginLinking(ctx: Asked, issuers: Issuers, provider: string): Promise<string> {
  const { accountId, sessionId, sessionDigest, methods } = ctx.session
  const session = await ctx.store.db
    .selectFrom('sessions')
    .select('by_recovery')
    .where('digest', '=', sessionDigest)
    .executeTakeFirst()
  if (!session) throw sessionRequired()
  if (session.by_recovery === 1) throw confirmationRequired(methods)
  return beginAttempt(ctx, issuers, provider, {
    ...{ for: { act: 'link', accountId, sessionId }, next: bindingPage, invitation: null },
  })
}

/** Links who was proven to the person who is signed in. @throws identityTaken, identityLinkedAlready, tooManyIdentities, sessionRequired */
export async function linkIdentity(ctx: Asked, provider: Provider, proven: ProvenIdentity): Promise<Changed> {
  const { accountId } = ctx.session
  const { issuer, subject } = proven
  const label = labelOf(await proven.claims(), subject)
  const now = ctx.clock.now()
  const id = newId('idn', now)
  try {
    return await ctx.store.transaction(async (tx) => {
      await holdOwn(tx, ctx)
      const mine = await tx
        .selectFrom('identities')
        .select('id')
        .where('account_id', '=', accountId)
        .execute()
      if (mine.length >= most) throw tooManyIdentities(most)
      const linked = await tx
        .insertInto('identities')
        .values({
          ...{ id, account_id: accountId, provider_id: provider.id, issuer, subject, label },
          ...{ created_at: now, last_used_at: null },
        })
        .onConflict((conflict) => conflict.columns(['issuer', 'subject']).doNothing())
        .returning('id')
        .executeTakeFirst()
      if (!linked) {
        const whose = await findIdentity(tx, proven)
        throw whose?.account_id === accountId ? identityLinkedAlready() : identityTaken()
      }
      const changed = await factorChanged(tx, ctx)
      const details = { provider: provider.slug, endedSessions: changed.endedSessions }
      await record(tx, ctx, { act: 'identity.linked', accountId, target: id, security: true, details })
      const params = { provider: provider.name, label }
      await tellPerson(tx, ctx, accountId, { kind: 'identity_linked', params, path: bindingPage })
      return changed
    })
  } catch (error) {
    const details = { provider: provider.slug, ...reasonOf(error) }
    await refused(ctx, { act: 'identity.linked', accountId, security: true, details })
    throw error
  }
}

/** Whose an identity is: found by issuer and subject, never by an address (rule 31). */
export async function findIdentity(
  db: Asked['store']['db'],
  { issuer, subject }: Pick<ProvenIdentity, 'issuer' | 'subject'>,
) {
  return db
    .selectFrom('identities')
    .select(['id', 'account_id'])
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .executeTakeFirst()
}

/** One's own, or null: somebody else's is not there. */
export async function findOwnIdentity(ctx: RequestContext & Asked, { id }: { id: string }) {
  const own = await ctx.store.db
    .selectFrom('identities')
    .select('id')
    .where('id', '=', id)
    .where('account_id', '=', ctx.session.accountId)
    .executeTakeFirst()
  return own ?? null
}

/**
 * Unlinks an account elsewhere; it opens nothing from here on, and all other sessions end with it (rule 10).
 *
 * @throws notFound; lastWayIn where nothing would be left to sign in with (rule 32); sessionRequired
 */
export async function unlinkIdentity(ctx: Asked, id: string): Promise<Changed> {
  const { accountId } = ctx.session
  return ctx.store.transaction(async (tx) => {
    await holdOwn(tx, ctx)
    const gone = await tx
      .deleteFrom('identities')
      .where('id', '=', id)
      .where('account_id', '=', accountId)
      .returning(['label', 'provider_id'])
      .executeTakeFirst()
    if (!gone) throw notFound()
    await expectWayInLeft(tx, ctx, accountId)
    const changed = await factorChanged(tx, ctx)
    const { name, slug } = await tx
      .selectFrom('identity_providers')
      .select(['name', 'slug'])
      .where('id', '=', gone.provider_id)
      .executeTakeFirstOrThrow()
    const details = { provider: slug, endedSessions: changed.endedSessions }
    await record(tx, ctx, { act: 'identity.unlinked', accountId, target: id, security: true, details })
    const params = { provider: name, label: gone.label }
    await tellPerson(tx, ctx, accountId, { kind: 'identity_unlinked', params, path: bindingPage })
    return changed
  })
}
