import { admin } from '../../../contract/operator.ts'
import { contains } from '../../db/sql.ts'
import type { App } from '../../http/app.ts'
import { comparable, pageLimit, readCursor, toPage } from '../../http/page.ts'
import { route } from '../../http/route.ts'
import { administerAccount, findPerson, people, presentForOperator } from '../accounts/index.ts'

/** People with an account, for the operator. */
export function mountAdminAccounts(app: App): void {
  route(
    app,
    admin.accounts,
  )(async (ctx, { query }) => {
    const limit = pageLimit(query)
    const cursor = readCursor(query)
    const { q } = query
    const rows = await people(ctx.store.reads)
      .$if(cursor !== null, (list) => list.where('accounts.id', '<', cursor as string))
      .$if(q !== undefined && q !== '', (list) =>
        list.where((eb) =>
          eb.or(
            ['accounts.id', 'accounts.username', 'accounts.nickname', 'emails.address'].map((column) =>
              contains(column, q as string),
            ),
          ),
        ),
      )
      .orderBy('accounts.id', 'desc')
      .limit(limit + 1)
      .execute()
    return toPage(rows, limit, (row) => row.id, presentForOperator)
  })
  route(app, admin.updateAccount, {
    thing: async (ctx, { id }) => (comparable(id) ? findPerson(ctx.store.db, id) : null),
  })(async (ctx, { body }) => presentForOperator(await administerAccount(ctx, ctx.thing.id, body)))
}
