import type { Migration } from '../migrate.ts'

/** The acts of operators are found by themselves, among many more sign-ins. */
export const operatorAudit: Migration = {
  name: '0008-operator-audit',
  statements: () => [
    // The condition stands in `operator/audit-log.ts` to the letter: only then is the index used.
    `create index audit_operator on audit_events (id) where security = 0 and act <> 'account.updated' and (organization_id is null or act in ('wallet.credited', 'wallet.adjusted', 'call.refunded'))`,
  ],
}
