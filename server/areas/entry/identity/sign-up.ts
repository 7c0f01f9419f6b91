import { randomInt } from 'node:crypto'
import type { MappingRule } from '../../../../contract/operator-providers.ts'
import type { Tx } from '../../../db/store.ts'
import type { RequestContext } from '../../../http/context.ts'
import { isAppError } from '../../../http/errors.ts'
import {
  acceptInvitation,
  addIdentity,
  type Claims,
  checkNickname,
  checkUsername,
  claimHas,
  identityDomainRefused,
  identityUnknown,
  invitationIsUsable,
  labelOf,
  type ProvenIdentity,
  type Provider,
  proveByProvider,
  readEmail,
  sendFirstProof,
  signUpOf,
  startSession,
  type Username,
  usernamesFrom,
  verifyLimit,
  withinLimit,
} from '../../accounts/index.ts'
import { record } from '../../audit/index.ts'
import { addMembership } from '../../organizations/index.ts'
import { makePerson } from '../make-person.ts'
import type { EntryServices } from '../sign-up.ts'

type Coming = { provider: Provider; proven: ProvenIdentity; invitation: string | null }

/**
 * Makes an account for who was proven, where the operator lets this provider do so. It has no password, and its profile is still to be
 * completed. Nobody is found by an address: one that somebody else has proven stays theirs (rule 31).
 *
 * @throws identityUnknown where it may not, alike whether or not the address is known; identityDomainRefused, identityEmailKnown
 */
export async function signUpByIdentity(
  ctx: RequestContext,
  { settings }: EntryServices,
  { provider, proven, invitation }: Coming,
) {
  const { registration, startingCreditNanos } = await settings.current()
  const mode = signUpOf(provider, registration)
  const usable = invitation !== null && (await invitationIsUsable(ctx.store.db, invitation, ctx.clock.now()))
  if (mode === 'off' || (mode === 'invite' && !usable)) throw identityUnknown()
  const claims = await proven.claims()
  const email = claims.email === null ? null : readEmail(claims.email)
  const verified = email !== null && claims.emailVerified
  const domains = JSON.parse(provider.domains) as string[]
  const domain = verified ? email.key.slice(email.key.lastIndexOf('@') + 1) : ''
  if (domains.length > 0 && !domains.includes(domain)) throw identityDomainRefused()
  const trusted = verified && provider.trust_email === 1
  const mayWrite = email !== null && !trusted && (await withinLimit(ctx, verifyLimit(email.key)))
  return withFreeName(claims, (name) =>
    ctx.store.transaction(async (tx) => {
      const { accountId } = await makePerson(tx, ctx, {
        ...{ name, nickname: nicknameFrom(claims), email, emailVerified: false, passwordHash: null },
        ...{ operator: false, startingCreditNanos },
      })
      const label = labelOf(claims, proven.subject)
      await addIdentity(tx, ctx, accountId, { provider, proven, label })
      if (usable) await acceptInvitation(tx, { token: invitation, accountId, now: ctx.clock.now() })
      if (trusted) await proveByProvider(tx, ctx, accountId, email)
      else if (mayWrite) await sendFirstProof(tx, ctx, accountId)
      await join(tx, ctx, accountId, { provider, claims })
      const started = await startSession(tx, ctx, accountId, { method: 'identity', first: true })
      return { next: 'session' as const, ...started }
    }),
  )
}

/** The first name that is valid and was never taken: as the provider has it, then with a number behind it. */
async function withFreeName<T>(claims: Claims, make: (name: Username) => Promise<T>): Promise<T> {
  const plain = usernamesFrom(claims)
  const tries = [
    ...plain,
    ...Array.from({ length: 8 }, () => `${plain[0] ?? 'user'}-${randomInt(1000, 1_000_000)}`),
  ]
  for (const [at, one] of tries.entries()) {
    try {
      return await make(checkUsername(one))
    } catch (error) {
      const other = isAppError(error) && ['username_taken', 'invalid_username'].includes(error.code)
      if (!other || at === tries.length - 1) throw error
    }
  }
  throw identityUnknown()
}

function nicknameFrom({ name }: Claims): string | null {
  try {
    return name === null ? null : checkNickname(name)
  } catch {
    return null
  }
}

/** What the operator maps: each organization once, by the first rule that fits; personal ones and those that are gone are left out. */
async function join(
  tx: Tx,
  ctx: RequestContext,
  accountId: string,
  { provider, claims }: { provider: Provider; claims: Claims },
): Promise<void> {
  const joined = new Set<string>()
  for (const { claim, value, organizationId, role } of JSON.parse(provider.mapping) as MappingRule[]) {
    if (joined.has(organizationId) || !claimHas(claims.all, claim, value)) continue
    const organization = await tx
      .selectFrom('organizations')
      .select('id')
      .where('id', '=', organizationId)
      .where('personal_of', 'is', null)
      .executeTakeFirst()
    if (!organization) continue
    joined.add(organizationId)
    await addMembership(tx, { organizationId, accountId, role, now: ctx.clock.now() })
    const details = { role, provider: provider.slug }
    await record(tx, ctx, {
      act: 'member.joined_by_provider',
      accountId,
      organizationId,
      target: accountId,
      details,
    })
  }
}
