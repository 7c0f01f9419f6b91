import { admin } from '../../../contract/operator.ts'
import type { App } from '../../http/app.ts'
import type { RequestContext } from '../../http/context.ts'
import { comparable } from '../../http/page.ts'
import { route } from '../../http/route.ts'
import { administerAccount, findPerson, presentForOperator } from '../accounts/index.ts'
import type { SettingsStore } from '../settings/index.ts'
import { viewAccount } from './account-detail.ts'
import { listAccounts } from './accounts.ts'

/** People with an account, for the operator. */
export function mountAdminAccounts(app: App, { settings }: { settings: SettingsStore }): void {
  const thing = async (ctx: RequestContext, { id }: { id: string }) =>
    comparable(id) ? findPerson(ctx.store.db, id) : null

  route(app, admin.accounts)((ctx, { query }) => listAccounts(ctx, query))
  route(app, admin.account, { thing })((ctx) => viewAccount(ctx, settings, ctx.thing.id))
  route(app, admin.updateAccount, { thing })(async (ctx, { body }) =>
    presentForOperator(await administerAccount(ctx, ctx.thing.id, body)),
  )
}
