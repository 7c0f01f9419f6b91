import type { Tx } from '../../db/store.ts'
import type { Deps } from '../../deps.ts'
import type { RequestContext } from '../../http/context.ts'
import { together } from '../../http/together.ts'
import { digestOf, randomText } from '../../lib/secret.ts'
import {
  acceptNewPassword,
  checkEmail,
  checkUsername,
  operatorExists,
  sessionLimits,
  setSessionCookie,
  startSession,
} from '../accounts/index.ts'
import { setupLinkInvalid } from './errors.ts'
import { makePerson } from './make-person.ts'
import { asTyped, type EntryServices } from './sign-up.ts'

// One row at most. Whoever makes the first operator holds it, so that two at once are one after the other.
const linkId = 'setup'

/**
 * A fresh one-time link to make the first operator, in place of the one before; null where there is an operator. Only its digest is stored.
 */
export async function ensureSetupLink({ config, store, clock }: Deps): Promise<string | null> {
  const token = randomText(52) // 260 bits
  const row = { digest: digestOf(token), at: clock.now() }
  return store.transaction(async (tx) => {
    if (await operatorExists(tx)) {
      await tx.deleteFrom('setup_links').where('id', '=', linkId).execute()
      return null
    }
    await tx
      .insertInto('setup_links')
      .values({ id: linkId, ...row })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
      .execute()
    return `${config.publicUrl}/setup?token=${token}`
  })
}

async function prepare(services: EntryServices, input: FirstOperator) {
  const { startingCreditNanos } = await services.settings.current()
  const [name, email, password] = await together(
    () => checkUsername(input.username),
    () => checkEmail(input.email),
    () => acceptNewPassword(services, input.password, asTyped(input)),
  )
  const passwordHash = await services.passwords.hash(password)
  // The operator decides which addresses count as proven, so their own does.
  return {
    name,
    nickname: null,
    email,
    emailVerified: true,
    passwordHash,
    operator: true,
    startingCreditNanos,
  }
}

export type FirstOperator = { username: string; email: string; password: string }

/**
 * Makes the first operator by the one-time link. Removing the link decides: of many at once one gets in, and a second operator cannot come by it.
 *
 * @throws setupLinkInvalid, or a refusal of the name, the address or the password (the link stays good then).
 */
export async function setUp(
  ctx: RequestContext,
  services: EntryServices,
  input: FirstOperator & { token: string },
) {
  const digest = digestOf(input.token)
  const known = await ctx.store.db
    .selectFrom('setup_links')
    .select('id')
    .where('digest', '=', digest)
    .executeTakeFirst()
  if (!known) throw setupLinkInvalid()
  const person = await prepare(services, input)
  const started = await ctx.store.transaction(async (tx) => {
    const used = await tx
      .deleteFrom('setup_links')
      .where('id', '=', linkId)
      .where('digest', '=', digest)
      .returning('id')
      .executeTakeFirst()
    if (!used || (await operatorExists(tx))) throw setupLinkInvalid()
    const { accountId } = await makePerson(tx, ctx, person)
    return { accountId, ...(await startSession(tx, ctx, accountId, { method: 'sign_up' })) }
  })
  setSessionCookie(ctx, started.token, sessionLimits.absoluteMs)
  return { accountId: started.accountId, confirmedUntil: started.confirmedUntil }
}

/**
 * Makes the first operator from `PORTICO_ADMIN_*` where they are set and there is none yet. Repeating it, also on several nodes, changes nothing.
 *
 * @returns whether it made one.
 * @throws Error that names the variable that is missing or wrong.
 */
export async function createAdminFromEnvironment(deps: Deps, services: EntryServices): Promise<boolean> {
  const { adminUsername: username, adminEmail: email, adminPassword: password } = deps.config
  if (username === null && email === null && password === null) return false
  if (await operatorExists(deps.store.db)) return false
  if (username === null || email === null || password === null)
    throw new Error(
      'Set PORTICO_ADMIN_USERNAME, PORTICO_ADMIN_EMAIL and PORTICO_ADMIN_PASSWORD together, or none.',
    )
  const person = await prepare(services, { username, email, password })
  const actor = { clock: deps.clock, requestId: 'startup', ip: '', userAgent: null }
  return deps.store.transaction(async (tx) => {
    await lockSetup(tx, deps.clock.now())
    if (await operatorExists(tx)) return false
    await makePerson(tx, actor, person)
    await tx.deleteFrom('setup_links').where('id', '=', linkId).execute()
    return true
  })
}

/** Waits for whoever makes the first operator at this moment. An empty digest fits no token. */
async function lockSetup(tx: Tx, now: number): Promise<void> {
  const row = { digest: '', at: now }
  await tx
    .insertInto('setup_links')
    .values({ id: linkId, ...row })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute()
}
