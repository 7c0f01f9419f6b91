import type { Db } from '../../db/store.ts'
import { digestOf, randomText } from '../../lib/secret.ts'
import { invalidSlug, slugTaken } from './errors.ts'

const minLength = 2
const maxLength = 40

/** Words that stand for something in an address, or would pass for the installation itself. */
const reservedWords = new Set(
  `account accounts admin administrator api app auth billing console dashboard dev docs health help internal login logout me
  mqtt new null operator org organization organizations orgs owner personal portico public root sandbox settings setup sign-in
  sign-out sign-up status support system test undefined usage users www`.split(/\s+/),
)

/**
 * Checks the slug of an organization: 2 to 40 of a–z, digits and single hyphens between them.
 *
 * @throws invalidSlug with a sentence that says what is wrong.
 */
export function checkSlug(slug: string): string {
  if (/[^a-z0-9-]/.test(slug)) throw invalidSlug('Use only small letters a–z, digits and hyphens.')
  if (slug.length < minLength || slug.length > maxLength)
    throw invalidSlug(`Use ${minLength} to ${maxLength} characters.`)
  if (!isWellFormed(slug))
    throw invalidSlug('Begin and end with a letter or digit, and put one hyphen at a time.')
  if (reservedWords.has(slug))
    throw invalidSlug('This name is kept for the installation itself. Choose another.')
  return slug
}

const isWellFormed = (slug: string): boolean => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug)

/**
 * Takes a slug for ever: an organization's old ones stay its own and are never given to others. The primary key decides a race.
 *
 * @returns whether it is the organization's now.
 */
async function takeSlug(tx: Db, slug: string, organizationId: string, now: number): Promise<boolean> {
  const taken = await tx
    .insertInto('organization_slugs')
    .values({ slug, organization_id: organizationId, at: now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('slug')
    .executeTakeFirst()
  if (taken) {
    const once = tx.selectFrom('organization_slugs').select('slug').where('slug', '=', digestOf(slug))
    if (!(await once.executeTakeFirst())) return true
    await tx.deleteFrom('organization_slugs').where('slug', '=', slug).execute()
    return false
  }
  const row = await tx
    .selectFrom('organization_slugs')
    .select('organization_id')
    .where('slug', '=', slug)
    .executeTakeFirst()
  return row?.organization_id === organizationId
}

/** Keeps the slugs of an organization that is gone as digests: still given to nobody else, and naming nobody any more. */
export async function hideSlugs(tx: Db, organizationId: string): Promise<void> {
  const slugs = await tx
    .selectFrom('organization_slugs')
    .select('slug')
    .where('organization_id', '=', organizationId)
    .execute()
  for (const { slug } of slugs) {
    const hidden = { slug: digestOf(slug), organization_id: null }
    await tx.updateTable('organization_slugs').set(hidden).where('slug', '=', slug).execute()
  }
}

/** The slug that somebody chose. @throws slugTaken */
export async function takeChosenSlug(
  tx: Db,
  slug: string,
  organizationId: string,
  now: number,
): Promise<void> {
  if (!(await takeSlug(tx, slug, organizationId, now))) throw slugTaken()
}

/** A slug for a personal organization, made of the username; with a suffix where that is taken. */
export async function takePersonalSlug(
  tx: Db,
  username: string,
  organizationId: string,
  now: number,
): Promise<string> {
  const base = slugFrom(username)
  const tries = isWellFormed(base) && base.length >= minLength && !reservedWords.has(base) ? [base] : []
  for (let length = 4; length <= 16; length += 4)
    tries.push(`${base.slice(0, 22).replace(/-+$/, '')}-${randomText(length)}`)
  for (const slug of tries) if (await takeSlug(tx, slug, organizationId, now)) return slug
  throw new Error('No slug of a personal organization was free')
}

/** The part of a username that fits into a slug; usernames begin and end with a letter or digit, so there is one. */
export function slugFrom(username: string): string {
  return username
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, maxLength)
    .replaceAll(/^-+|-+$/g, '')
}
