import type { PasskeyCreationOptions, PasskeyRegistration } from '../../../../contract/passkeys.ts'
import { isUniqueViolation } from '../../../db/sql.ts'
import { confirmationRequired, reasonOf, sessionRequired } from '../../../http/errors.ts'
import { countTry } from '../../../http/limits.ts'
import { newId } from '../../../lib/id.ts'
import { record, refused } from '../../audit/index.ts'
import { localeOf } from '../../mail/index.ts'
import { findPerson } from '../accounts.ts'
import { tellPerson } from '../addresses/tell.ts'
import { type Asked, type Changed, factorChanged } from '../factors/changed.ts'
import { holdOwn } from '../hold-own.ts'
import { type Bound, challengeMs, makeChallenge, takeChallenge } from './challenges.ts'
import { readClientData, userHandleOf, wrongInClientData } from './client-data.ts'
import { passkeyAttemptOver, passkeyExists, passkeyRefused, tooManyPasskeys } from './errors.ts'
import { descriptorsOf } from './options.ts'
import { expectPasskeysOn, passkeysPage } from './prove.ts'
import { providerOf } from './providers.ts'
import { relyingParty } from './relying-party.ts'
import { algorithms, type NewCredential, prepareVerifying, verifyRegistration } from './verify.ts'

export const mostPasskeys = 25
/** What a passkey is called where neither the person nor what made it says. */
const plainNames = { en: 'Passkey', zh: '通行密钥' } as const
const knownTransports = new Set(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'])

const boundTo = ({ session: { accountId, sessionId } }: Asked): Bound => ({
  ...{ purpose: 'register', accountId, boundTo: sessionId },
})

/** @throws passkeyDisabled; confirmationRequired where the session came by a recovery code and nothing else was proven since (rule 13) */
async function expectMayAdd(ctx: Asked): Promise<void> {
  await expectPasskeysOn(ctx)
  const session = await ctx.store.db
    .selectFrom('sessions')
    .select('by_recovery')
    .where('digest', '=', ctx.session.sessionDigest)
    .executeTakeFirst()
  if (!session) throw sessionRequired()
  if (session.by_recovery === 1) throw confirmationRequired(ctx.session.methods)
}

/** What a browser needs to make a passkey that signs in without a name. @throws what `expectMayAdd` throws; tooManyRequests */
export async function beginPasskey(ctx: Asked): Promise<PasskeyCreationOptions> {
  await expectMayAdd(ctx)
  const { accountId, username } = ctx.session
  await countTry(ctx, [{ name: 'passkey-new', key: accountId, tries: 60, seconds: 900 }])
  prepareVerifying()
  const { rpId } = relyingParty(ctx.config)
  const person = await findPerson(ctx.store.db, accountId)
  return {
    rp: { id: rpId, name: 'Portico' },
    user: { id: userHandleOf(accountId), name: username, displayName: person?.nickname ?? username },
    challenge: await makeChallenge(ctx, boundTo(ctx)),
    pubKeyCredParams: algorithms.map((alg) => ({ type: 'public-key', alg })),
    timeout: challengeMs,
    excludeCredentials: await descriptorsOf(ctx.store.db, accountId, rpId),
    authenticatorSelection: {
      ...{ residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
    },
    attestation: 'none',
  }
}

/**
 * Adds the passkey that the browser made. Other sessions end, and the person is told.
 *
 * @throws what `expectMayAdd` throws; passkeyAttemptOver, passkeyRefused, passkeyExists, tooManyPasskeys, sessionRequired
 */
export async function addPasskey(
  ctx: Asked,
  input: { name?: string | undefined; passkey: PasskeyRegistration },
): Promise<{ id: string; changed: Changed }> {
  await expectMayAdd(ctx)
  const { accountId } = ctx.session
  const said = readClientData(input.passkey.response.clientDataJSON)
  if (!said || !(await takeChallenge(ctx, boundTo(ctx), said.challenge))) throw passkeyAttemptOver()
  const wrong = wrongInClientData(said, 'webauthn.create', ctx.config)
  const credential = await (wrong === null
    ? verifyRegistration(ctx.config, said.challenge, input.passkey)
    : Promise.reject(passkeyRefused(wrong))
  ).catch(async (error: unknown) => {
    await refused(ctx, { act: 'passkey.added', accountId, security: true, details: reasonOf(error) })
    throw error
  })
  const transports = (input.passkey.response.transports ?? []).filter((one) => knownTransports.has(one))
  try {
    return await insertPasskey(ctx, input.name, credential, transports)
  } catch (error) {
    // Rule 26: unique in the system. Another person's is refused alike.
    if (isUniqueViolation(error)) throw passkeyExists()
    throw error
  }
}

/** The name itself, or with the first number from 2 on that makes it one of its own: whoever has several tells them apart. */
function freeName(name: string, taken: readonly string[]): string {
  if (!taken.includes(name)) return name
  let number = 2
  while (taken.includes(`${name} ${number}`)) number += 1
  return `${name} ${number}`
}

async function insertPasskey(
  ctx: Asked,
  typed: string | undefined,
  credential: NewCredential,
  transports: string[],
): Promise<{ id: string; changed: Changed }> {
  const { accountId } = ctx.session
  const now = ctx.clock.now()
  const id = newId('psk', now)
  return ctx.store.transaction(async (tx) => {
    await holdOwn(tx, ctx)
    const others = await tx
      .selectFrom('passkeys')
      .select('name')
      .where('account_id', '=', accountId)
      .execute()
    if (others.length >= mostPasskeys) throw tooManyPasskeys(mostPasskeys)
    const person = await findPerson(tx, accountId)
    const plain = providerOf(credential.aaguid)?.name ?? plainNames[localeOf(ctx, person?.locale ?? null)]
    const name =
      typed ??
      freeName(
        plain,
        others.map((other) => other.name),
      )
    await tx
      .insertInto('passkeys')
      .values({
        ...{ id, account_id: accountId, name, created_at: now, last_used_at: null },
        ...{ credential_id: credential.credentialId, public_key: credential.publicKey },
        ...{ counter: credential.counter, transports: JSON.stringify(transports), aaguid: credential.aaguid },
        ...{ backup_eligible: credential.backupEligible ? 1 : 0, synced: credential.synced ? 1 : 0 },
        rp_id: relyingParty(ctx.config).rpId,
      })
      .execute()
    const changed = await factorChanged(tx, ctx)
    const { endedSessions } = changed
    await record(tx, ctx, {
      ...{ act: 'passkey.added', accountId, target: id, security: true, details: { endedSessions } },
    })
    await tellPerson(tx, ctx, accountId, { kind: 'passkey_added', params: { name }, path: passkeysPage })
    return { id, changed }
  })
}
