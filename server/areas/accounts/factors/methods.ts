import type { ProofMethod } from '../../../../contract/auth.ts'
import type { PasskeyAssertion } from '../../../../contract/passkey-proof.ts'
import type { Config } from '../../../config.ts'
import type { Db } from '../../../db/store.ts'
import { invalidRequest } from '../../../http/errors.ts'
import { identityIsUsable } from '../identities/usable.ts'
import { passkeyIsUsable } from '../passkeys/relying-party.ts'

/** What a person has to prove themselves with. A passkey counts while it is good here and the operator has them switched on. */
export type Enrolled = {
  password: boolean
  totp: boolean
  recoveryCodes: boolean
  passkeys: boolean
  /** An account elsewhere that signs in here now. */
  identities: boolean
}

/** What somebody sends to prove themselves: one of these. */
export type TypedProof = {
  password?: string | undefined
  code?: string | undefined
  recoveryCode?: string | undefined
  passkey?: PasskeyAssertion | undefined
}

/**
 * The one table of factors: what a method is called, in which field its proof comes, who has it, and where it counts. With the user
 * verified a passkey is as strong as password and code together, so it confirms for whoever has one; it is no second factor by itself: who
 * has no authenticator signs in with the password alone, or with the passkey alone (rule 21, ADR 0014). The
 * methods of a refusal, of a half sign-in and of `POST /auth/confirm` all come from here.
 */
const table: readonly {
  method: ProofMethod
  field: keyof TypedProof
  /** Whether it is taken in a second step, and confirms where there is one. */
  second: boolean
  has: (enrolled: Enrolled) => boolean
}[] = [
  { method: 'totp', field: 'code', second: true, has: ({ totp }) => totp },
  {
    method: 'recovery_code',
    field: 'recoveryCode',
    second: true,
    has: ({ totp, recoveryCodes }) => totp && recoveryCodes,
  },
  { method: 'passkey', field: 'passkey', second: true, has: ({ passkeys }) => passkeys },
  { method: 'password', field: 'password', second: false, has: ({ password }) => password },
]

/** What a second step of signing in takes; empty where none is enrolled. */
export function secondMethods(enrolled: Enrolled): ProofMethod[] {
  if (!enrolled.totp) return []
  return table.filter(({ second, has }) => second && has(enrolled)).map(({ method }) => method)
}

/**
 * The ways to confirm: the strongest that is enrolled. Who has a second factor cannot confirm with the password alone (rule 13). Who has
 * nothing of all this signs in at a linked provider again: whether it asks them is its business, so it comes after everything else.
 */
export function confirmationMethods(enrolled: Enrolled): ProofMethod[] {
  const second = secondMethods(enrolled)
  if (second.length > 0) return second
  const first = table.filter(({ has }) => has(enrolled)).map(({ method }) => method)
  return first.length > 0 || !enrolled.identities ? first : ['identity']
}

/** Which method somebody proves themselves by. @throws invalidRequest unless it is exactly one. */
export function methodOf(typed: TypedProof): ProofMethod {
  const given = table.filter(({ field }) => typed[field] !== undefined)
  const [one] = given
  if (!one || given.length > 1)
    throw invalidRequest([
      {
        path: one?.field ?? 'password',
        message: 'Send one proof: a password, a code, a recovery code or a passkey.',
      },
    ])
  return one.method
}

/** What an account has, read from its rows: `null` where it lacks one. */
export function enrolledOf(row: {
  password_at: number | null
  totp_at: number | null
  recovery_id: string | null
  passkey_id: string | null
  identity_id: string | null
}): Enrolled {
  return {
    password: row.password_at !== null,
    totp: row.totp_at !== null,
    recoveryCodes: row.recovery_id !== null,
    passkeys: row.passkey_id !== null,
    identities: row.identity_id !== null,
  }
}

/** What an account has, as it stands now. */
export async function findEnrolled(
  db: Db,
  config: Pick<Config, 'publicUrl'>,
  accountId: string,
): Promise<Enrolled> {
  const row = await db
    .selectFrom('accounts as a')
    .leftJoin('passwords as p', 'p.account_id', 'a.id')
    .leftJoin('totp as t', 't.account_id', 'a.id')
    .select(['p.updated_at as password_at', 't.enabled_at as totp_at'])
    .select((eb) =>
      eb
        .selectFrom('recovery_codes as r')
        .select((r) => r.fn.min('r.id').as('id'))
        .whereRef('r.account_id', '=', 'a.id')
        .where('r.used_at', 'is', null)
        .as('recovery_id'),
    )
    .select((eb) =>
      eb
        .selectFrom('passkeys')
        .select(({ fn }) => fn.min('passkeys.id').as('id'))
        .whereRef('passkeys.account_id', '=', 'a.id')
        .where(passkeyIsUsable(config))
        .as('passkey_id'),
    )
    .select((eb) =>
      eb
        .selectFrom('identities')
        .select(({ fn }) => fn.min('identities.id').as('id'))
        .whereRef('identities.account_id', '=', 'a.id')
        .where(identityIsUsable())
        .as('identity_id'),
    )
    .where('a.id', '=', accountId)
    .executeTakeFirst()
  const none = { password_at: null, totp_at: null, recovery_id: null, passkey_id: null, identity_id: null }
  return enrolledOf(row ?? none)
}
