import type { Db } from '../../db/store.ts'
import { digestOf } from '../../lib/secret.ts'
import { invalidUsername, usernameTaken } from './errors.ts'

const minLength = 3
const maxLength = 40

/** Names that would pass for the installation itself, or stand for something in an address. */
const reservedWords = new Set(
  `about abuse account accounts admin administrator administrators anonymous api app apps auth billing bot bots console
  contact daemon demo dev docs guest help host hostmaster info invite localhost login logout mail mailer-daemon me moderator
  mqtt myself nobody noc no-reply noreply null nil none official operator operators org organization organizations orgs owner
  password portico postmaster privacy public root sandbox security self service services settings setup sign-in sign-out
  sign-up signin signout signup staff status superuser support sys sysadmin system team terms test undefined user users
  username webmaster www you`.split(/\s+/),
)

export type Username = {
  /** As typed: what is shown. */
  username: string
  /** What is unique. */
  key: string
}

/** The key by which usernames are the same: they hold ASCII only, so this is exact. */
export function usernameKey(username: string): string {
  return username.toLowerCase()
}

/**
 * Checks a username: 3 to 40 of a–z, digits, dot, hyphen, underscore, in any case, beginning and ending with a letter or digit.
 * Look-alikes of other alphabets are refused by name.
 *
 * @throws invalidUsername with a sentence that says what is wrong.
 */
export function checkUsername(typed: string): Username {
  const username = typed.trim()
  const foreign = [...new Set(username)].filter((one) => !/[a-zA-Z0-9._-]/.test(one))
  if (foreign.length > 0) {
    const named = foreign.slice(0, 5).map(nameOf).join(', ')
    throw invalidUsername(
      `Use only the letters a–z, digits, dots, hyphens and underscores; not allowed here: ${named}.`,
    )
  }
  if (username.length < minLength || username.length > maxLength)
    throw invalidUsername(`Use ${minLength} to ${maxLength} characters.`)
  if (!/^[a-z0-9].*[a-z0-9]$/i.test(username))
    throw invalidUsername('Begin and end with a letter or a digit.')
  const key = usernameKey(username)
  if (reservedWords.has(key))
    throw invalidUsername('This name is kept for the installation itself. Choose another.')
  return { username, key }
}

// "а" of Cyrillic looks like ours, so the sentence shows its number as well.
function nameOf(character: string): string {
  if (character === ' ') return 'the space'
  const number = `U+${(character.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')}`
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(character) ? `“${character}” (${number})` : number
}

/**
 * Takes a username for ever: kept as a digest that outlives its account, whose own it stays, so that only it can take it again. The
 * primary key decides a race.
 *
 * @throws usernameTaken
 */
export async function reserveUsername(tx: Db, key: string, accountId: string, now: number): Promise<void> {
  const digest = digestOf(key)
  const taken = await tx
    .insertInto('reserved_usernames')
    .values({ digest, account_id: accountId, at: now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('digest')
    .executeTakeFirst()
  if (taken) return
  const row = await tx
    .selectFrom('reserved_usernames')
    .select('account_id')
    .where('digest', '=', digest)
    .executeTakeFirst()
  if (row?.account_id !== accountId) throw usernameTaken()
}
