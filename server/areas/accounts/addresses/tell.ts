import type { Tx } from '../../../db/store.ts'
import type { RequestContext } from '../../../http/context.ts'
import { localeOf, type MailKind, queueMail } from '../../mail/index.ts'
import { findPerson } from '../accounts.ts'

type Told = { kind: MailKind; params?: Record<string, string>; path?: string | null }

/** Writes to a person's primary address, where it is proven: an unproven one may be somebody else's. */
export async function tellPerson(tx: Tx, ctx: RequestContext, accountId: string, told: Told): Promise<void> {
  const person = await findPerson(tx, accountId)
  if (!person?.email || person.email_verified_at === null) return
  await tellAddress(tx, ctx, { ...told, to: person.email, accountId, person })
}

/** Writes to one address of a person. */
export async function tellAddress(
  tx: Tx,
  ctx: RequestContext,
  told: Told & { to: string; accountId: string; person: { username: string; locale: string | null } },
): Promise<void> {
  const { to, accountId, kind, params, path, person } = told
  await queueMail(tx, ctx, {
    ...{ to, accountId, kind, locale: localeOf(ctx, person.locale) },
    params: { username: person.username, ...params },
    path: path ?? null,
  })
}
