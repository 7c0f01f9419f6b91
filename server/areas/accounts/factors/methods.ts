import type { ProofMethod } from '../../../../contract/auth.ts'
import type { Db } from '../../../db/store.ts'
import { invalidRequest } from '../../../http/errors.ts'

/** What a person has to prove themselves with. */
export type Enrolled = { password: boolean; totp: boolean; recoveryCodes: boolean }

/** What somebody sends to prove themselves: one of these. */
export type TypedProof = {
  password?: string | undefined
  code?: string | undefined
  recoveryCode?: string | undefined
}

/**
 * The one table of factors: what a method is called, in which field its proof comes, who has it, and whether it is a second factor. The
 * methods of a refusal, of a half sign-in and of `POST /auth/confirm` all come from here.
 */
const table: readonly {
  method: ProofMethod
  field: keyof TypedProof
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
  { method: 'password', field: 'password', second: false, has: ({ password }) => password },
]

/** What a second step of signing in takes; empty where none is enrolled. */
export function secondMethods(enrolled: Enrolled): ProofMethod[] {
  return table.filter(({ second, has }) => second && has(enrolled)).map(({ method }) => method)
}

/** The ways to confirm: the strongest that is enrolled. Who has a second factor cannot confirm with the password alone (rule 13). */
export function confirmationMethods(enrolled: Enrolled): ProofMethod[] {
  const second = secondMethods(enrolled)
  return second.length > 0 ? second : table.filter(({ has }) => has(enrolled)).map(({ method }) => method)
}

/** Which method somebody proves themselves by. @throws invalidRequest unless it is exactly one. */
export function methodOf(typed: TypedProof): ProofMethod {
  const given = table.filter(({ field }) => typed[field] !== undefined)
  const [one] = given
  if (!one || given.length > 1)
    throw invalidRequest([
      { path: one?.field ?? 'password', message: 'Send one proof: a password, a code or a recovery code.' },
    ])
  return one.method
}

/** What an account has, read from its rows: `null` where it lacks one. */
export function enrolledOf(row: {
  password_at: number | null
  totp_at: number | null
  recovery_id: string | null
}): Enrolled {
  return {
    password: row.password_at !== null,
    totp: row.totp_at !== null,
    recoveryCodes: row.recovery_id !== null,
  }
}

/** What an account has, as it stands now. */
export async function findEnrolled(db: Db, accountId: string): Promise<Enrolled> {
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
    .where('a.id', '=', accountId)
    .executeTakeFirst()
  return enrolledOf(row ?? { password_at: null, totp_at: null, recovery_id: null })
}
