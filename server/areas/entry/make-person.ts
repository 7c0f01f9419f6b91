import type { Tx } from '../../db/store.ts'
import type { Clock } from '../../deps.ts'
import { newId } from '../../lib/id.ts'
import { addAccount, type Email, type Username } from '../accounts/index.ts'
import { type AuditActor, record } from '../audit/index.ts'
import { addLedgerEntry, openWallet } from '../money/index.ts'
import { addOrganization } from '../organizations/index.ts'

export type NewPerson = {
  name: Username
  nickname: string | null
  email: Email | null
  emailVerified: boolean
  passwordHash: string | null
  operator: boolean
  startingCreditNanos: bigint
}

/**
 * Makes a person whole, in one transaction: account, address and password where there are any, personal organization with its policy, wallet and starting
 * credit. Nobody ever exists without one of them.
 *
 * @throws usernameTaken
 */
export async function makePerson(
  tx: Tx,
  actor: AuditActor & { clock: Clock },
  input: NewPerson,
): Promise<{ accountId: string; organizationId: string }> {
  const now = actor.clock.now()
  const accountId = newId('acc', now)
  const organizationId = newId('org', now)
  await addAccount(tx, { ...input, id: accountId, personalOrganizationId: organizationId, now })
  await addOrganization(tx, {
    id: organizationId,
    name: input.nickname ?? input.name.username,
    slug: { from: input.name.username },
    ownerId: accountId,
    personal: true,
    now,
  })
  await openWallet(tx, organizationId)
  if (input.startingCreditNanos > 0n) {
    await addLedgerEntry(tx, {
      organizationId,
      kind: 'credit',
      ref: `starting:${organizationId}`,
      amountNanos: input.startingCreditNanos,
      note: 'Starting credit',
      accountId: null,
      now,
    })
  }
  await record(tx, actor, {
    act: 'account.signed_up',
    accountId,
    organizationId,
    target: accountId,
    security: true,
    details: { operator: input.operator },
  })
  return { accountId, organizationId }
}
