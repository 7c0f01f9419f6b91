import { contract } from '../../../contract/index.ts'
import type { App } from '../../http/app.ts'
import type { RequestContext } from '../../http/context.ts'
import { route } from '../../http/route.ts'
import { creditOrganization, refundCall } from './credits.ts'
import { findAnyOrganization, listOrganizations, viewOrganization } from './organizations.ts'
import { presentEntry } from './present.ts'

/** Organizations and their money, for the operator. */
export function mountAdminOrganizations(app: App): void {
  const { admin } = contract
  const thing = (ctx: RequestContext, { org }: { org: string }) => findAnyOrganization(ctx, org)

  route(app, admin.organizations)((ctx, { query }) => listOrganizations(ctx, query))
  route(app, admin.organization, { thing })((ctx) => viewOrganization(ctx, ctx.thing.id))
  route(app, admin.credit, { thing })(async (ctx, { body }) =>
    presentEntry(await creditOrganization(ctx, ctx.thing.id, body)),
  )
  route(app, admin.refund, { thing })(async (ctx, { body }) =>
    presentEntry(await refundCall(ctx, ctx.thing.id, body)),
  )
}
