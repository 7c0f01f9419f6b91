import type { RequestContext, SignedIn } from '../../http/context.ts'
import { countTry } from '../../http/limits.ts'
import { newId } from '../../lib/id.ts'
import { type PngProblem, readPng, writePng } from '../../lib/png.ts'
import { record } from '../audit/index.ts'
import { findPerson, type Person } from './accounts.ts'
import { invalidAvatar } from './errors.ts'

type Asked = RequestContext & { session: SignedIn }

const mostPixels = 512
const sentences: Record<PngProblem, string> = {
  not_a_png:
    'Send a PNG, in base64. Other kinds of pictures are not read here; the console turns them into one.',
  too_large: `Send a picture of at most ${mostPixels} pixels on each side.`,
  not_supported: 'Send a PNG of 8 bits a channel, without a palette, a transparent colour or interlacing.',
  damaged: 'This PNG is damaged. Save the picture again and send that.',
}

/**
 * Sets the person's picture. It is decoded and encoded anew (rule 40): what is kept and served holds the pixels and nothing else that the
 * file had, whatever it may have been besides a PNG.
 *
 * @param image a PNG in base64.
 * @throws invalidAvatar or tooManyRequests
 */
export async function setAvatar(ctx: Asked, image: string): Promise<Person> {
  const { accountId } = ctx.session
  await countTry(ctx, [{ name: 'avatar', key: accountId, tries: 60, seconds: 3600 }])
  const read = await readPng(Buffer.from(image, 'base64'), { mostPixels })
  if (!read.ok) throw invalidAvatar(sentences[read.problem])
  const png = (await writePng(read.picture)).toString('base64')
  const now = ctx.clock.now()
  const id = newId('avt', now)
  return ctx.store.transaction(async (tx) => {
    await tx
      .insertInto('avatars')
      .values({ account_id: accountId, id, png, created_at: now })
      .onConflict((conflict) => conflict.column('account_id').doUpdateSet({ id, png, created_at: now }))
      .execute()
    await tx.updateTable('accounts').set({ avatar_id: id }).where('id', '=', accountId).execute()
    await record(tx, ctx, {
      act: 'account.updated',
      accountId,
      target: accountId,
      details: { changed: ['avatar'] },
    })
    return (await findPerson(tx, accountId)) as Person
  })
}

/** Removes the person's picture; without one, nothing happens. */
export async function removeAvatar(ctx: Asked): Promise<Person> {
  const { accountId } = ctx.session
  return ctx.store.transaction(async (tx) => {
    const removed = await tx
      .deleteFrom('avatars')
      .where('account_id', '=', accountId)
      .returning('id')
      .executeTakeFirst()
    if (removed) {
      await tx.updateTable('accounts').set({ avatar_id: null }).where('id', '=', accountId).execute()
      const details = { changed: ['avatar'] }
      await record(tx, ctx, { act: 'account.updated', accountId, target: accountId, details })
    }
    return (await findPerson(tx, accountId)) as Person
  })
}

/** A picture by its id, for its owner, who shares an organization with them, and the operator; null for everybody else. */
export async function findAvatar(ctx: Asked, id: string): Promise<Buffer | null> {
  const { accountId, operator } = ctx.session
  const row = await ctx.store.db
    .selectFrom('avatars')
    .select('png')
    .where('id', '=', id)
    .$if(!operator, (query) =>
      query.where((eb) =>
        eb.or([
          eb('account_id', '=', accountId),
          eb.exists(
            eb
              .selectFrom('memberships as theirs')
              .innerJoin('memberships as mine', 'mine.organization_id', 'theirs.organization_id')
              .select('theirs.account_id')
              .whereRef('theirs.account_id', '=', 'avatars.account_id')
              .where('mine.account_id', '=', accountId),
          ),
        ]),
      ),
    )
    .executeTakeFirst()
  return row ? Buffer.from(row.png, 'base64') : null
}
