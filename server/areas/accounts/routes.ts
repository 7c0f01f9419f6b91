import { auth } from '../../../contract/auth.ts'
import { me } from '../../../contract/me.ts'
import type { App } from '../../http/app.ts'
import { notFound } from '../../http/errors.ts'
import { rawRoute, route } from '../../http/route.ts'
import { record } from '../audit/index.ts'
import { findPerson, type Person } from './accounts.ts'
import { mountAddresses } from './addresses/routes.ts'
import { findAvatar, removeAvatar, setAvatar } from './avatars.ts'
import { changePassword } from './change-password.ts'
import { confirm } from './confirm.ts'
import { isoOrNull, mountSecondFactor } from './factors/routes.ts'
import { mountPasskeys } from './passkeys/index.ts'
import type { NewPasswordServices, PasswordHasher } from './passwords/index.ts'
import { presentMe, presentPreferences } from './present.ts'
import { updateProfile } from './profile.ts'
import { readSecurityLog } from './security-log.ts'
import { readSecurityState } from './security-state.ts'
import { clearSessionCookie } from './session-cookie.ts'
import { endOneSession, endTheOthers, listSessions } from './session-list.ts'
import { endSession } from './sessions.ts'
import { mountWatching } from './watching/routes.ts'

/** The person's own routes: confirming, signing out, profile, sessions, security log. Signing in is in `entry/`. */
export function mountAccounts(app: App, services: NewPasswordServices & { passwords: PasswordHasher }): void {
  const { passwords } = services
  route(
    app,
    auth.confirm,
  )(async (ctx, { body }) => {
    const { confirmedUntil } = await confirm(ctx, passwords, body)
    return { confirmedUntil: new Date(confirmedUntil).toISOString() }
  })
  route(
    app,
    auth.signOut,
  )(async (ctx) => {
    const { accountId, sessionDigest } = ctx.session
    await ctx.store.transaction(async (tx) => {
      await endSession(tx, sessionDigest)
      await record(tx, ctx, { act: 'account.signed_out', accountId, security: true })
    })
    clearSessionCookie(ctx)
    return undefined
  })
  route(
    app,
    me.get,
  )(async (ctx) => presentMe((await findPerson(ctx.store.db, ctx.session.accountId)) as Person))
  route(app, me.update)(async (ctx, { body }) => presentMe(await updateProfile(ctx, body)))
  route(
    app,
    me.preferences,
  )(async (ctx) => presentPreferences((await findPerson(ctx.store.db, ctx.session.accountId)) as Person))
  route(
    app,
    me.updatePreferences,
  )(async (ctx, { body: { sidebar, ...rest } }) =>
    presentPreferences(await updateProfile(ctx, { ...rest, hiddenPages: sidebar?.hidden })),
  )
  route(
    app,
    me.changePassword,
  )(async (ctx, { body }) => {
    const { confirmedUntil, endedSessions } = await changePassword(ctx, services, body)
    return { confirmedUntil: isoOrNull(confirmedUntil), endedSessions }
  })
  route(app, me.setAvatar)(async (ctx, { body }) => presentMe(await setAvatar(ctx, body.image)))
  route(app, me.removeAvatar)(async (ctx) => presentMe(await removeAvatar(ctx)))
  rawRoute(app, me.avatar, async (ctx, request, reply) => {
    const { id } = request.params as { id: string }
    const png = await findAvatar(ctx, id)
    if (!png) throw notFound()
    // Never active content: one fixed type, and nothing that it holds may run or load where it is opened by itself.
    await reply
      .type('image/png')
      .header('content-security-policy', "default-src 'none'; sandbox")
      .header('cross-origin-resource-policy', 'same-origin')
      .send(png)
  })
  mountAddresses(app, services)
  mountSecondFactor(app, passwords)
  mountPasskeys(app)
  mountWatching(app)
  route(app, me.security)(async (ctx) => readSecurityState(ctx, services.settings))
  route(app, me.sessions)(async (ctx, { query }) => listSessions(ctx, services.settings, query))
  route(
    app,
    me.endSession,
  )(async (ctx, { params }) => {
    await endOneSession(ctx, params.id)
    return undefined
  })
  route(app, me.endOtherSessions)(async (ctx) => ({ endedSessions: await endTheOthers(ctx) }))
  route(app, me.securityLog)(async (ctx, { query }) => readSecurityLog(ctx, query))
}
