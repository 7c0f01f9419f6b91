import type { Tx } from '../../../db/store.ts'
import type { RequestContext } from '../../../http/context.ts'
import { type Link, type LinkPurpose, readLink, takeLink } from '../../mail/index.ts'
import { wake } from '../deletion.ts'
import { linkInvalid } from '../errors.ts'
import { holdAccount } from '../hold-account.ts'

/** Links of the box that an account was taken from. */
const wakes: ReadonlySet<LinkPurpose> = new Set(['email_undo', 'lockdown'])

/**
 * Uses a link up with its account held first, as every change of what proves a person begins: two links of one account at once never wait
 * for each other, and a sign-in that is under way comes before or after, not in between.
 *
 * @throws linkInvalid, also where the account is disabled
 */
export async function takeHeld(
  tx: Tx,
  ctx: RequestContext,
  asked: { purpose: LinkPurpose; token: string },
): Promise<Link> {
  const known = await readLink(tx, ctx, asked)
  // Whoever took the account over may have asked for its deletion: what undoes the one undoes the other.
  if (known && wakes.has(asked.purpose)) await wake(tx, ctx, known.accountId)
  if (!known || !(await holdAccount(tx, known.accountId))) throw linkInvalid()
  const link = await takeLink(tx, ctx, asked)
  if (!link) throw linkInvalid()
  return link
}
