import type { Db, Tx } from '../../db/store.ts'
import type { Deps } from '../../deps.ts'
import { digestOf, randomText } from '../../lib/secret.ts'

const minuteMs = 60_000
const dayMs = 86_400_000

/** How long a link in a mail is good. */
export const linkLives = {
  password_reset: 30 * minuteMs,
  email_verify: dayMs,
  email_undo: 7 * dayMs,
  lockdown: 7 * dayMs,
  // At most; it does nothing once the account is due.
  deletion_undo: 30 * dayMs,
} as const
export type LinkPurpose = keyof typeof linkLives

type Whose = { purpose: LinkPurpose; accountId: string; subject?: string }

/** Makes the token of a link, in place of the one before for the same thing; only its digest is kept (rule 7). */
export async function makeLink(tx: Tx, { clock }: Pick<Deps, 'clock'>, whose: Whose): Promise<string> {
  const { purpose, accountId, subject = '' } = whose
  const now = clock.now()
  const token = randomText(52) // 260 bits
  const row = { digest: digestOf(token), created_at: now, expires_at: now + linkLives[purpose] }
  await tx
    .insertInto('mail_tokens')
    .values({ purpose, account_id: accountId, subject, ...row })
    .onConflict((conflict) => conflict.columns(['account_id', 'purpose', 'subject']).doUpdateSet(row))
    .execute()
  return token
}

export type Link = { accountId: string; subject: string; createdAt: number }

/** What a link stands for, without using it up; null where it is unknown, used, replaced or too old. */
export async function readLink(
  db: Db,
  { clock }: Pick<Deps, 'clock'>,
  { purpose, token }: { purpose: LinkPurpose; token: string },
): Promise<Link | null> {
  const row = await db
    .selectFrom('mail_tokens')
    .select(['account_id as accountId', 'subject', 'created_at as createdAt'])
    .where('digest', '=', digestOf(token))
    .where('purpose', '=', purpose)
    .where('expires_at', '>', clock.now())
    .executeTakeFirst()
  return row ?? null
}

/** The same, and it is used up: one statement, so that of many at once one gets it. */
export async function takeLink(
  tx: Tx,
  { clock }: Pick<Deps, 'clock'>,
  { purpose, token }: { purpose: LinkPurpose; token: string },
): Promise<Link | null> {
  const row = await tx
    .deleteFrom('mail_tokens')
    .where('digest', '=', digestOf(token))
    .where('purpose', '=', purpose)
    .where('expires_at', '>', clock.now())
    .returning(['account_id as accountId', 'subject', 'created_at as createdAt'])
    .executeTakeFirst()
  return row ?? null
}
