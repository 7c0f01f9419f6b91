import { secondFactor } from '../../../../contract/second-factor.ts'
import type { App } from '../../../http/app.ts'
import { route } from '../../../http/route.ts'
import type { PasswordHasher } from '../passwords/index.ts'
import { setSessionCookie } from '../session-cookie.ts'
import { sessionLimits } from '../sessions.ts'
import { disableTotp, renewRecoveryCodes, totpState } from './change.ts'
import type { Asked, Changed } from './changed.ts'
import { forgetTrustedDevice, listTrustedDevices } from './devices.ts'
import { beginTotp, completeTotp } from './set-up.ts'

export const isoOrNull = (ms: number | null): string | null =>
  ms === null ? null : new Date(ms).toISOString()

/** The person's authenticator, recovery codes and trusted devices. The second step of signing in is in `entry/`. */
export function mountSecondFactor(app: App, passwords: PasswordHasher): void {
  route(app, secondFactor.get)(async (ctx) => totpState(ctx))
  route(
    app,
    secondFactor.begin,
  )(async (ctx) => {
    const begun = await beginTotp(ctx, passwords)
    return { ...begun, expiresAt: new Date(begun.expiresAt).toISOString() }
  })
  route(app, secondFactor.complete)(async (ctx, { body }) => present(ctx, await completeTotp(ctx, body.code)))
  route(
    app,
    secondFactor.disable,
  )(async (ctx, { body }) => present(ctx, await disableTotp(ctx, passwords, body)))
  route(
    app,
    secondFactor.renewRecoveryCodes,
  )(async (ctx, { body }) => {
    const { recoveryCodes, ...changed } = await renewRecoveryCodes(ctx, passwords, body)
    return { ...(await present(ctx, changed)), recoveryCodes }
  })
  route(app, secondFactor.trustedDevices)(async (ctx, { query }) => listTrustedDevices(ctx, query))
  route(
    app,
    secondFactor.forgetTrustedDevice,
  )(async (ctx, { params }) => {
    await forgetTrustedDevice(ctx, params.id)
    return undefined
  })
}

/** Hands over the renewed session, and says how things stand now. */
async function present(ctx: Asked, { token, confirmedUntil, endedSessions }: Changed) {
  setSessionCookie(ctx, token, sessionLimits.absoluteMs)
  const { enabled, recoveryCodesLeft } = await totpState(ctx)
  return { enabled, recoveryCodesLeft, confirmedUntil: isoOrNull(confirmedUntil), endedSessions }
}
