import { identities } from '../../../../contract/identities.ts'
import type { App } from '../../../http/app.ts'
import { route } from '../../../http/route.ts'
import type { SettingsStore } from '../../settings/index.ts'
import { setSessionCookie } from '../session-cookie.ts'
import { sessionLimits } from '../sessions.ts'
import { beginConfirming } from './confirm.ts'
import type { Issuers } from './issuers.ts'
import { beginLinking, findOwnIdentity, listIdentities, unlinkIdentity } from './own.ts'
import { offers } from './providers.ts'

export type IdentityServices = { settings: SettingsStore; issuers: Issuers }

/** The person's linked accounts. Signing in by one, and coming back from linking, are in `entry/`. */
export function mountIdentities(app: App, { settings, issuers }: IdentityServices): void {
  route(
    app,
    identities.list,
  )(async (ctx) => {
    const { registration } = await settings.current()
    const [items, providers] = await Promise.all([listIdentities(ctx), offers(ctx.store.db, registration)])
    return { items, providers }
  })
  route(
    app,
    identities.confirm,
  )(async (ctx, { body: { provider, next } }) => ({
    url: await beginConfirming(ctx, issuers, { provider, next }),
  }))
  route(
    app,
    identities.link,
  )(async (ctx, { body }) => ({ url: await beginLinking(ctx, issuers, body.provider) }))
  route(app, identities.unlink, { thing: findOwnIdentity })(async (ctx) => {
    const { token, confirmedUntil, endedSessions } = await unlinkIdentity(ctx, ctx.thing.id)
    setSessionCookie(ctx, token, sessionLimits.absoluteMs)
    return {
      confirmedUntil: confirmedUntil === null ? null : new Date(confirmedUntil).toISOString(),
      endedSessions,
    }
  })
}
