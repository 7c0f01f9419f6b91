import { adminProviders } from '../../../contract/operator-providers.ts'
import type { App } from '../../http/app.ts'
import type { Outgoing } from '../../http/outgoing.ts'
import { route } from '../../http/route.ts'
import { callbackUrl } from '../accounts/index.ts'
import { testProvider } from './provider-test.ts'
import {
  createProvider,
  deleteProvider,
  findProvider,
  listProviders,
  presentProvider,
  updateProvider,
} from './providers.ts'

/** Whom this installation trusts to say who somebody is. */
export function mountAdminProviders(app: App, { outgoing }: { outgoing: Outgoing }): void {
  route(
    app,
    adminProviders.providers,
  )(async (ctx) => {
    const rows = await listProviders(ctx)
    const items = await Promise.all(rows.map((row) => presentProvider(ctx, row)))
    return { items, callbackUrl: callbackUrl(ctx.config, '{slug}') }
  })
  route(
    app,
    adminProviders.createProvider,
  )(async (ctx, { body }) => presentProvider(ctx, await createProvider(ctx, outgoing, body)))
  route(app, adminProviders.updateProvider, { thing: findProvider })(async (ctx, { body }) =>
    presentProvider(ctx, await updateProvider(ctx, outgoing, ctx.thing, body)),
  )
  route(app, adminProviders.deleteProvider, { thing: findProvider })(async (ctx) => {
    await deleteProvider(ctx, ctx.thing)
    return undefined
  })
  route(app, adminProviders.testProvider, { thing: findProvider })(async (ctx) =>
    testProvider(ctx, outgoing, ctx.thing),
  )
}
