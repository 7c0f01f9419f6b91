import { passkeys } from '../../../../contract/passkeys.ts'
import type { App } from '../../../http/app.ts'
import { route } from '../../../http/route.ts'
import type { Asked, Changed } from '../factors/changed.ts'
import { setSessionCookie } from '../session-cookie.ts'
import { sessionLimits } from '../sessions.ts'
import { confirmOptions, secondFactorOptions, signInOptions } from './options.ts'
import { findPasskey, listPasskeys, removePasskey, renamePasskey } from './own.ts'
import { addPasskey, beginPasskey } from './register.ts'

/** One's own passkeys, and what browsers are to sign. Signing in with one is in `entry/`. */
export function mountPasskeys(app: App): void {
  route(app, passkeys.signInOptions)(async (ctx) => signInOptions(ctx))
  route(app, passkeys.secondFactorOptions)(async (ctx) => secondFactorOptions(ctx))
  route(app, passkeys.confirmOptions)(async (ctx) => confirmOptions(ctx))
  route(app, passkeys.list)(async (ctx, { query }) => listPasskeys(ctx, query))
  route(app, passkeys.options)(async (ctx) => beginPasskey(ctx))
  route(
    app,
    passkeys.create,
  )(async (ctx, { body }) => {
    const { id, changed } = await addPasskey(ctx, body)
    return { passkey: await findPasskey(ctx, id), ...present(ctx, changed) }
  })
  route(app, passkeys.rename)(async (ctx, { params, body }) => renamePasskey(ctx, params.id, body.name))
  route(app, passkeys.remove)(async (ctx, { params }) => present(ctx, await removePasskey(ctx, params.id)))
}

/** Hands over the renewed session. */
function present(ctx: Asked, { token, confirmedUntil, endedSessions }: Changed) {
  setSessionCookie(ctx, token, sessionLimits.absoluteMs)
  return {
    confirmedUntil: confirmedUntil === null ? null : new Date(confirmedUntil).toISOString(),
    endedSessions,
  }
}
