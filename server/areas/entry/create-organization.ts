import type { RequestContext, SignedIn } from '../../http/context.ts'
import { countTry } from '../../http/limits.ts'
import { newId } from '../../lib/id.ts'
import { record } from '../audit/index.ts'
import { openWallet } from '../money/index.ts'
import { addOrganization } from '../organizations/index.ts'

/**
 * Makes another organization, with an empty wallet: a starting credit is for the personal one only.
 *
 * @returns its id.
 * @throws invalidSlug or slugTaken
 */
export async function createOrganization(
  ctx: RequestContext & { session: SignedIn },
  input: { name: string; slug: string },
): Promise<string> {
  const { accountId } = ctx.session
  await countTry(ctx, [{ name: 'organization', key: accountId, tries: 60, seconds: 3600 }])
  const now = ctx.clock.now()
  const id = newId('org', now)
  await ctx.store.transaction(async (tx) => {
    await addOrganization(tx, { ...input, id, ownerId: accountId, personal: false, now })
    await openWallet(tx, id)
    await record(tx, ctx, {
      act: 'organization.created',
      accountId,
      organizationId: id,
      target: id,
      details: { name: input.name, slug: input.slug },
    })
  })
  return id
}
