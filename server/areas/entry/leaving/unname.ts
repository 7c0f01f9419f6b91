import { type SqlBool, sql } from 'kysely'
import { containing } from '../../../db/sql.ts'
import type { Deps } from '../../../deps.ts'
import { nobody, without } from './nobody.ts'

/** Everything by which rows may name somebody. */
export type Traces = {
  accountId: string
  /** Of the account and of organizations that went with it. */
  ids: readonly string[]
  /** Usernames, slugs and addresses. */
  names: readonly string[]
}

const rowsAtOnce = 500

/**
 * Takes somebody out of what happened: what concerns them alone goes, what an organization or the operator keeps stays and says “deleted
 * account”. Their address and browser go from all of it.
 *
 * @returns false where `goOn` ended it.
 */
export async function unnameEvents(
  { store }: Pick<Deps, 'store'>,
  traces: Traces,
  goOn: () => Promise<boolean>,
): Promise<boolean> {
  const { accountId, ids, names } = traces
  const patterns = [...ids, ...names].map(containing)
  for (let after = ''; ; ) {
    const rows = await store.reads
      .selectFrom('audit_events')
      .selectAll()
      .where('id', '>', after)
      .where((eb) =>
        eb.or([
          eb('account_id', '=', accountId),
          eb('target', 'in', [...ids]),
          ...patterns.map((pattern) => sql<SqlBool>`lower(details) like ${pattern} escape '\\'`),
        ]),
      )
      .orderBy('id')
      .limit(rowsAtOnce)
      .execute()
    const last = rows.at(-1)
    if (!last) return true
    if (!(await goOn())) return false
    await store.transaction(async (tx) => {
      for (const row of rows) {
        const own = row.account_id === accountId
        const event = tx.updateTable('audit_events').where('id', '=', row.id)
        if (own && row.organization_id === null && row.security === 1)
          await tx.deleteFrom('audit_events').where('id', '=', row.id).execute()
        else
          await event
            .set({
              details: without(row.details, traces),
              ...(own ? { account_id: nobody, ip: null, user_agent: null } : {}),
              ...(row.target !== null && ids.includes(row.target) ? { target: nobody } : {}),
            })
            .execute()
      }
    })
    after = last.id
  }
}
