import { contract } from '../../../contract/index.ts'
import { waysIn } from '../../../contract/ways-in.ts'
import type { App } from '../../http/app.ts'
import { route } from '../../http/route.ts'
import type { SettingsStore } from '../settings/index.ts'
import { changeSettings, viewSettings } from './settings.ts'
import { countOnlyWays } from './ways-in.ts'

/** What the operator decides at run time. */
export function mountAdminSettings(app: App, { settings }: { settings: SettingsStore }): void {
  const { admin } = contract
  route(app, waysIn.get)((ctx) => countOnlyWays(ctx))
  route(app, admin.settings)((ctx) => viewSettings(ctx, settings))
  route(
    app,
    admin.updateSettings,
  )(async (ctx, { body }) => {
    await changeSettings(ctx, settings, body)
    return viewSettings(ctx, settings)
  })
}
