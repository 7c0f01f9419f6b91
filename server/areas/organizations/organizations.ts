import type { Role } from '../../../contract/roles.ts'
import type { Db } from '../../db/store.ts'
import type { RequestContext } from '../../http/context.ts'
import { record } from '../audit/index.ts'
import { checkSlug, takeChosenSlug, takePersonalSlug } from './slugs.ts'

export type NewOrganization = {
  id: string
  name: string
  /** The chosen slug, or the username that a personal organization's slug is made of. */
  slug: string | { from: string }
  ownerId: string
  personal: boolean
  now: number
}

/**
 * Makes an organization with its owner and its policy, in the caller's transaction; the caller opens its wallet.
 *
 * @returns its slug.
 * @throws invalidSlug or slugTaken
 */
export async function addOrganization(tx: Db, input: NewOrganization): Promise<string> {
  const { id, ownerId, now } = input
  let slug: string
  if (typeof input.slug === 'string') {
    slug = checkSlug(input.slug)
    await takeChosenSlug(tx, slug, id, now)
  } else slug = await takePersonalSlug(tx, input.slug.from, id, now)
  await tx
    .insertInto('organizations')
    .values({
      id,
      slug,
      name: input.name,
      personal_of: input.personal ? ownerId : null,
      created_by: ownerId,
      created_at: now,
    })
    .execute()
  await addMembership(tx, { organizationId: id, accountId: ownerId, role: 'owner', now })
  await tx
    .insertInto('policies')
    .values({ organization_id: id, max_key_days: null, updated_at: now })
    .execute()
  return slug
}

/** Makes an account a member of an organization. */
export async function addMembership(
  tx: Db,
  {
    organizationId,
    accountId,
    role,
    now,
  }: { organizationId: string; accountId: string; role: Role; now: number },
): Promise<void> {
  await tx
    .insertInto('memberships')
    .values({ organization_id: organizationId, account_id: accountId, role, joined_at: now })
    .execute()
}

export async function findOrganization(db: Db, id: string) {
  return (await db.selectFrom('organizations').selectAll().where('id', '=', id).executeTakeFirst()) ?? null
}

/** The personal organization of a person, as the session shows it. */
export async function personalOrganization(db: Db, accountId: string): Promise<{ id: string; slug: string }> {
  return db
    .selectFrom('organizations')
    .select(['id', 'slug'])
    .where('personal_of', '=', accountId)
    .executeTakeFirstOrThrow()
}

/**
 * Renames an organization, or gives it another slug; the old one stays its alias.
 *
 * @throws invalidSlug or slugTaken
 */
export async function updateOrganization(
  ctx: RequestContext & { session: { accountId: string } },
  organizationId: string,
  changes: { name?: string | undefined; slug?: string | undefined },
) {
  const slug = changes.slug === undefined ? undefined : checkSlug(changes.slug)
  const set = {
    ...(changes.name === undefined ? {} : { name: changes.name }),
    ...(slug === undefined ? {} : { slug }),
  }
  return ctx.store.transaction(async (tx) => {
    const before =
      (await tx
        .selectFrom('organizations')
        .selectAll()
        .where('id', '=', organizationId)
        // Two changes at once would both write down the older values.
        .$if(ctx.store.kind === 'postgres', (row) => row.forUpdate())
        .executeTakeFirst()) ?? null
    if (!before || Object.keys(set).length === 0) return before
    if (slug !== undefined) await takeChosenSlug(tx, slug, organizationId, ctx.clock.now())
    await tx.updateTable('organizations').set(set).where('id', '=', organizationId).execute()
    await record(tx, ctx, {
      act: 'organization.updated',
      accountId: ctx.session.accountId,
      organizationId,
      target: organizationId,
      details: { from: { name: before.name, slug: before.slug }, to: set },
    })
    ctx.store.announce(tx, { kind: 'organization', id: organizationId })
    return { ...before, ...set }
  })
}
