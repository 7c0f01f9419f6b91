import type { SessionView } from '../../../contract/auth.ts'
import type { Db } from '../../db/store.ts'
import { findPerson, presentAccount } from '../accounts/index.ts'
import { personalOrganization } from '../organizations/index.ts'

/** What signing in, signing up and looking at the session answer. */
export async function sessionView(
  db: Db,
  accountId: string,
  confirmedUntil: number | null,
): Promise<SessionView> {
  const person = await findPerson(db, accountId)
  if (!person) throw new Error('The account of a live session is gone')
  return {
    account: presentAccount(person),
    personalOrganization: await personalOrganization(db, accountId),
    confirmedUntil: confirmedUntil === null ? null : new Date(confirmedUntil).toISOString(),
  }
}
