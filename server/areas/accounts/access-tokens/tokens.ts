import type { Selectable } from 'kysely'
import type { AccessTokenView } from '../../../../contract/access-tokens.ts'
import type { TokenScope } from '../../../../contract/token-scopes.ts'
import type { AccessTokenRow } from '../../../db/schema.ts'
import type { Db, Tx } from '../../../db/store.ts'
import type { Deps } from '../../../deps.ts'
import type { RequestContext, SignedIn } from '../../../http/context.ts'
import { notFound } from '../../../http/errors.ts'
import { pageLimit, readCursor, toPage } from '../../../http/page.ts'
import { newId } from '../../../lib/id.ts'
import { record } from '../../audit/index.ts'
import { tellPerson } from '../addresses/tell.ts'
import { holdOwn } from '../hold-own.ts'
import { tokenExpiryPassed, tokenExpiryTooFar, tooManyAccessTokens } from './errors.ts'
import { newTokenSecret } from './secret.ts'

type Asked = RequestContext & { session: SignedIn }
type Row = Selectable<AccessTokenRow>
export type NewToken = { name: string; scopes: readonly TokenScope[]; expiresAt: string | null }
export type TokenAndSecret = { accessToken: AccessTokenView; secret: string }

/** How many a person has at most, and how long one lives that does not live for ever. */
export const tokenLimits = { most: 50, days: 366 } as const
const dayMs = 86_400_000
/** So long a revoked token is told from one that never was. */
const rememberedMs = 90 * dayMs

/** The tokens that a person has, the newest first. */
export async function listTokens(
  ctx: Asked,
  query: { limit?: number | undefined; cursor?: string | undefined },
) {
  const limit = pageLimit(query)
  const cursor = readCursor(query)
  const rows = await ctx.store.db
    .selectFrom('access_tokens')
    .selectAll()
    .where('account_id', '=', ctx.session.accountId)
    .where('revoked_at', 'is', null)
    .$if(cursor !== null, (list) => list.where('id', '<', cursor as string))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  const now = ctx.clock.now()
  return toPage(
    rows,
    limit,
    (row) => row.id,
    (row) => present(row, now),
  )
}

/** One that the person has: what was revoked, or is somebody else's, is not there (promise 12: before anything is asked for). */
export async function findOwnToken(ctx: Asked, { id }: { id: string }): Promise<{ id: string } | null> {
  const found = await ctx.store.db
    .selectFrom('access_tokens')
    .select('id')
    .where('id', '=', id)
    .where('account_id', '=', ctx.session.accountId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return found ?? null
}

/**
 * Makes an access token; its secret is in the answer and nowhere else.
 *
 * @throws tooManyAccessTokens, tokenExpiryPassed, tokenExpiryTooFar
 */
export async function createToken(ctx: Asked, input: NewToken): Promise<TokenAndSecret> {
  const { accountId } = ctx.session
  const now = ctx.clock.now()
  const id = newId('tok', now)
  const { secret, digest, hint } = newTokenSecret()
  const scopes = inOrder(input.scopes)
  const expiresAt = readExpiry(input.expiresAt, now)
  const row = await ctx.store.transaction(async (tx) => {
    // Those who make tokens at once wait for each other: what is counted is what there is.
    await holdOwn(tx, ctx)
    const { count } = await tx
      .selectFrom('access_tokens')
      .select((eb) => eb.fn.countAll().as('count'))
      .where('account_id', '=', accountId)
      .where('revoked_at', 'is', null)
      .executeTakeFirstOrThrow()
    if (Number(count) >= tokenLimits.most) throw tooManyAccessTokens(tokenLimits.most)
    const made = await tx
      .insertInto('access_tokens')
      .values({
        ...{ id, account_id: accountId, name: input.name, scopes: JSON.stringify(scopes), hint },
        ...{ created_at: now, expires_at: expiresAt },
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    await tx.insertInto('access_token_secrets').values({ digest, token_id: id }).execute()
    const details = { scopes, expiresAt: iso(expiresAt) }
    await record(tx, ctx, { act: 'access_token.created', accountId, target: id, security: true, details })
    await tellNewSecret(tx, ctx, input.name)
    return made
  })
  return { accessToken: present(row, now), secret }
}

/** Whoever got hold of a session would make one to stay: the person hears of it. */
const tellNewSecret = (tx: Tx, ctx: Asked, name: string): Promise<void> =>
  tellPerson(tx, ctx, ctx.session.accountId, {
    ...{ kind: 'access_token_made', params: { name }, path: '/personal/account/access-tokens' },
  })

/**
 * Changes what is named.
 *
 * @throws notFound, alike for a token that never was, was revoked, or is somebody else's; tokenExpiryPassed, tokenExpiryTooFar
 */
export async function changeToken(
  ctx: Asked,
  id: string,
  changes: { [K in keyof NewToken]?: NewToken[K] | undefined },
): Promise<AccessTokenView> {
  const { accountId } = ctx.session
  const now = ctx.clock.now()
  const scopes = changes.scopes && inOrder(changes.scopes)
  const expiresAt = changes.expiresAt === undefined ? undefined : readExpiry(changes.expiresAt, now)
  const row = await ctx.store.transaction(async (tx) => {
    await holdOwn(tx, ctx)
    const changed = await tx
      .updateTable('access_tokens')
      // Something is always set: an empty change changes nothing, and still finds the token.
      .set((eb) => ({
        id: eb.ref('id'),
        ...(changes.name === undefined ? {} : { name: changes.name }),
        ...(scopes === undefined ? {} : { scopes: JSON.stringify(scopes) }),
        ...(expiresAt === undefined ? {} : { expires_at: expiresAt }),
      }))
      .where('id', '=', id)
      .where('account_id', '=', accountId)
      .where('revoked_at', 'is', null)
      .returningAll()
      .executeTakeFirst()
    if (!changed) throw notFound()
    const details = {
      ...(changes.name === undefined ? {} : { name: changes.name }),
      ...(scopes === undefined ? {} : { scopes }),
      ...(expiresAt === undefined ? {} : { expiresAt: iso(expiresAt) }),
    }
    await record(tx, ctx, { act: 'access_token.updated', accountId, target: id, security: true, details })
    return changed
  })
  return present(row, now)
}

/**
 * A new secret for the same token; the old one is dead with the commit. Of many at once, each kills the one before.
 *
 * @throws notFound; tokenExpiryPassed where it has expired and no new expiry is named; tokenExpiryTooFar
 */
export async function regenerateToken(
  ctx: Asked,
  id: string,
  input: { expiresAt?: string | null | undefined },
): Promise<TokenAndSecret> {
  const { accountId } = ctx.session
  const now = ctx.clock.now()
  const { secret, digest, hint } = newTokenSecret()
  const expiresAt = input.expiresAt === undefined ? undefined : readExpiry(input.expiresAt, now)
  const row = await ctx.store.transaction(async (tx) => {
    // Whoever comes second waits here.
    await holdOwn(tx, ctx)
    const changed = await tx
      .updateTable('access_tokens')
      .set({ hint, regenerated_at: now, ...(expiresAt === undefined ? {} : { expires_at: expiresAt }) })
      .where('id', '=', id)
      .where('account_id', '=', accountId)
      .where('revoked_at', 'is', null)
      .returningAll()
      .executeTakeFirst()
    if (!changed) throw notFound()
    if (changed.expires_at !== null && changed.expires_at <= now) throw tokenExpiryPassed()
    await tx
      .updateTable('access_token_secrets')
      .set({ replaced_at: now })
      .where('token_id', '=', id)
      .where('replaced_at', 'is', null)
      .execute()
    await tx.insertInto('access_token_secrets').values({ digest, token_id: id }).execute()
    await record(tx, ctx, { act: 'access_token.regenerated', accountId, target: id, security: true })
    await tellNewSecret(tx, ctx, changed.name)
    return changed
  })
  return { accessToken: present(row, now), secret }
}

/** Ends a token for good. @throws notFound */
export async function revokeToken(ctx: Asked, id: string): Promise<void> {
  const { accountId } = ctx.session
  await ctx.store.transaction(async (tx) => {
    const ended = await tx
      .updateTable('access_tokens')
      .set({ revoked_at: ctx.clock.now() })
      .where('id', '=', id)
      .where('account_id', '=', accountId)
      .where('revoked_at', 'is', null)
      .returning('id')
      .executeTakeFirst()
    if (!ended) throw notFound()
    await record(tx, ctx, { act: 'access_token.revoked', accountId, target: id, security: true })
  })
}

/** Ends every token of a person, where their account is locked down or given up. @returns how many. */
export async function revokeTokensOf(tx: Db, { clock }: Pick<Deps, 'clock'>, accountId: string) {
  const ended = await tx
    .updateTable('access_tokens')
    .set({ revoked_at: clock.now() })
    .where('account_id', '=', accountId)
    .where('revoked_at', 'is', null)
    .returning('id')
    .execute()
  return ended.length
}

/** Forgets tokens that were revoked long ago; their secrets go with them. */
export async function sweepTokens({ store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<void> {
  await store.db
    .deleteFrom('access_tokens')
    .where('revoked_at', '<=', clock.now() - rememberedMs)
    .execute()
}

function readExpiry(text: string | null, now: number): number | null {
  if (text === null) return null
  const at = Date.parse(text)
  if (at <= now) throw tokenExpiryPassed()
  if (at > now + tokenLimits.days * dayMs) throw tokenExpiryTooFar(tokenLimits.days)
  return at
}

/** Each once, and always in the same order. */
const inOrder = (scopes: readonly TokenScope[]): TokenScope[] => [...new Set(scopes)].sort()

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString())

function present(row: Row, now: number): AccessTokenView {
  return {
    id: row.id,
    name: row.name,
    status: row.expires_at !== null && row.expires_at <= now ? 'expired' : 'active',
    scopes: JSON.parse(row.scopes) as TokenScope[],
    hint: row.hint,
    createdAt: new Date(row.created_at).toISOString(),
    regeneratedAt: iso(row.regenerated_at),
    expiresAt: iso(row.expires_at),
    lastUsedAt: iso(row.last_used_at),
  }
}
