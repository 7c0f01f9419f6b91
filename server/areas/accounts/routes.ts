import { auth } from '../../../contract/auth.ts'
import { me } from '../../../contract/me.ts'
import type { App } from '../../http/app.ts'
import { route } from '../../http/route.ts'
import { record } from '../audit/index.ts'
import { findPerson, type Person } from './accounts.ts'
import { confirm } from './confirm.ts'
import type { PasswordHasher } from './passwords/index.ts'
import { presentMe } from './present.ts'
import { updateProfile } from './profile.ts'
import { readSecurityLog } from './security-log.ts'
import { clearSessionCookie } from './session-cookie.ts'
import { endSession } from './sessions.ts'

/** The person's own routes: confirming, signing out, profile, security log. Signing in is in `entry/`. */
export function mountAccounts(app: App, { passwords }: { passwords: PasswordHasher }): void {
  route(
    app,
    auth.confirm,
  )(async (ctx, { body }) => {
    const { confirmedUntil } = await confirm(ctx, passwords, body.password)
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
  route(app, me.securityLog)(async (ctx, { query }) => readSecurityLog(ctx, query))
}
