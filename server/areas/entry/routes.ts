import { auth } from '../../../contract/auth.ts'
import { checkUp as checkUpContract } from '../../../contract/check-up.ts'
import { organizations } from '../../../contract/organizations.ts'
import { passkeys } from '../../../contract/passkeys.ts'
import { secondFactor } from '../../../contract/second-factor.ts'
import type { App } from '../../http/app.ts'
import { addressBucket } from '../../http/client-address.ts'
import { invalidRequest, notFound } from '../../http/errors.ts'
import { countTry } from '../../http/limits.ts'
import { route } from '../../http/route.ts'
import {
  expectPasswordSignIn,
  finishSignIn,
  invitationIsUsable,
  offers,
  operatorExists,
  signIn,
  signInWithPasskey,
} from '../accounts/index.ts'
import { findOrganization, presentOrganization } from '../organizations/index.ts'
import { checkUp } from './check-up.ts'
import { createOrganization } from './create-organization.ts'
import { mountIdentityDoor } from './identity/routes.ts'
import { type LeavingServices, mountLeaving } from './leaving/routes.ts'
import { sessionView } from './session-view.ts'
import { setUp } from './set-up.ts'
import { type EntryServices, signUp } from './sign-up.ts'

/** The ways in, and what is made of several areas at once. */
export function mountEntry(app: App, services: EntryServices & LeavingServices): void {
  mountLeaving(app, services)
  mountIdentityDoor(app, services)
  route(
    app,
    auth.methods,
  )(async (ctx) => {
    const settings = await services.settings.current()
    const { registration, passwordMinLength, passkeys } = settings
    const setupNeeded = !(await operatorExists(ctx.store.db))
    return {
      ...{ setupNeeded, registration, passwordMinLength, passkeys },
      password: settings.passwordSignIn,
      providers: await offers(ctx.store.db, registration),
    }
  })
  route(
    app,
    auth.setup,
  )(async (ctx, { body }) => {
    const { accountId, confirmedUntil } = await setUp(ctx, services, body)
    return sessionView(ctx.store.db, accountId, confirmedUntil)
  })
  route(
    app,
    auth.signUp,
  )(async (ctx, { body }) => {
    const { accountId, confirmedUntil } = await signUp(ctx, services, body)
    return sessionView(ctx.store.db, accountId, confirmedUntil)
  })
  route(
    app,
    auth.checkInvitation,
  )(async (ctx, { body }) => {
    await countTry(ctx, [{ name: 'invitation-check', key: addressBucket(ctx.ip), tries: 300, seconds: 3600 }])
    return { usable: await invitationIsUsable(ctx.store.db, body.token, ctx.clock.now()) }
  })
  route(
    app,
    auth.signIn,
  )(async (ctx, { body }) => {
    if ((body.username === undefined) === (body.email === undefined))
      throw invalidRequest([{ path: 'username', message: 'Name either a username or an e-mail address.' }])
    await expectPasswordSignIn(services.settings)
    const entered = await signIn(ctx, services.passwords, body)
    if (entered.next === 'second_factor') return { next: entered.next, methods: entered.methods }
    return sessionView(ctx.store.db, entered.accountId, entered.confirmedUntil)
  })
  route(
    app,
    secondFactor.signIn,
  )(async (ctx, { body }) => {
    const { accountId, confirmedUntil } = await finishSignIn(ctx, services.passwords, body)
    return sessionView(ctx.store.db, accountId, confirmedUntil)
  })
  route(
    app,
    passkeys.signIn,
  )(async (ctx, { body }) => {
    const { accountId, confirmedUntil } = await signInWithPasskey(ctx, body.passkey)
    return sessionView(ctx.store.db, accountId, confirmedUntil)
  })
  route(app, checkUpContract.get)(async (ctx) => checkUp(ctx))
  route(
    app,
    auth.session,
  )(async (ctx) => sessionView(ctx.store.db, ctx.session.accountId, ctx.session.confirmedUntil))
  route(
    app,
    organizations.create,
  )(async (ctx, { body }) => {
    const row = await findOrganization(ctx.store.db, await createOrganization(ctx, body))
    if (!row) throw notFound()
    return presentOrganization(row, 'owner')
  })
}
