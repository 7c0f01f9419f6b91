import type { Db, Tx } from '../../../db/store.ts'
import { newId } from '../../../lib/id.ts'
import { randomText } from '../../../lib/secret.ts'
import type { PasswordHasher } from '../passwords/index.ts'

const codes = 10
/** Finds the row; the twelve characters (60 bits) after it are the secret, behind argon2id and the limits of tries. */
const selectorLength = 4
const length = 16

export type HashedCode = { selector: string; hash: string }

/** Ten new codes such as `7k2m-9qxr-a4tn-c0fd`, and what is stored of them. */
export async function makeRecoveryCodes(
  hasher: PasswordHasher,
): Promise<{ shown: string[]; hashed: HashedCode[] }> {
  const made = new Map<string, string>()
  while (made.size < codes) {
    const code = randomText(length)
    made.set(code.slice(0, selectorLength), code)
  }
  const hashed: HashedCode[] = []
  // One after the other: others sign in meanwhile.
  for (const [selector, code] of made) hashed.push({ selector, hash: await hasher.hash(code) })
  const shown = [...made.values()].map((code) => code.match(/.{4}/g)?.join('-') as string)
  return { shown, hashed }
}

/** As it was written: case, spaces and hyphens aside, and with the letters that the alphabet leaves out read as what they look like. */
function normalize(typed: string): string | null {
  const code = typed
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^0-9a-z]/g, '')
    .replaceAll('o', '0')
    .replaceAll(/[il]/g, '1')
  return code.length === length ? code : null
}

/** The unused code that was typed, or null; takes as long where there is none. It is used up by `spendRecoveryCode` only. @throws busy */
export async function findRecoveryCode(
  db: Db,
  hasher: PasswordHasher,
  accountId: string,
  typed: string,
): Promise<string | null> {
  const code = normalize(typed)
  const row = await db
    .selectFrom('recovery_codes')
    .select(['id', 'hash'])
    .where('account_id', '=', accountId)
    .where('selector', '=', code?.slice(0, selectorLength) ?? '')
    .where('used_at', 'is', null)
    .executeTakeFirst()
  const good = await hasher.verify(code ?? 'none', row?.hash ?? null)
  return good && row ? row.id : null
}

/** Uses a code up: of many at once, one does (rule 19). */
export async function spendRecoveryCode(tx: Tx, id: string, now: number): Promise<boolean> {
  const used = await tx
    .updateTable('recovery_codes')
    .set({ used_at: now })
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return used !== undefined
}

/** New codes kill the old ones, used or not. */
export async function replaceRecoveryCodes(
  tx: Tx,
  accountId: string,
  hashed: readonly HashedCode[],
  now: number,
): Promise<void> {
  await tx.deleteFrom('recovery_codes').where('account_id', '=', accountId).execute()
  for (const { selector, hash } of hashed)
    await tx
      .insertInto('recovery_codes')
      .values({
        id: newId('rec', now),
        account_id: accountId,
        selector,
        hash,
        created_at: now,
        used_at: null,
      })
      .execute()
}

export async function recoveryCodesLeft(db: Db, accountId: string): Promise<number> {
  const rows = await db
    .selectFrom('recovery_codes')
    .select('id')
    .where('account_id', '=', accountId)
    .where('used_at', 'is', null)
    .execute()
  return rows.length
}
