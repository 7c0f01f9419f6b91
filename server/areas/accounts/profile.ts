import type { RequestContext, SignedIn } from '../../http/context.ts'
import { record } from '../audit/index.ts'
import { findPerson, type Person } from './accounts.ts'
import { invalidNickname, invalidTimeZone } from './errors.ts'
import { checkUsername, reserveUsername } from './usernames.ts'

export type ProfileChanges = {
  nickname?: string | undefined
  username?: string | undefined
  locale?: string | undefined
  timeZone?: string | undefined
  theme?: string | undefined
  hiddenPages?: readonly string[] | undefined
}

/** A nickname is one visible line; it need not be unique. @throws invalidNickname */
export function checkNickname(typed: string): string {
  const nickname = typed.normalize('NFC').trim()
  const visible = /[\p{L}\p{N}\p{P}\p{S}]/u.test(nickname)
  // Control characters and the ones that turn the reading direction around would change what stands beside the name.
  const clean = !/[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(nickname)
  if (!visible || !clean || [...nickname].length > 80) throw invalidNickname()
  return nickname
}

function checkTimeZone(name: string): string {
  try {
    // RangeError for what the IANA list does not hold; offsets such as +01:00 are no zones.
    if (!/^[A-Za-z]/.test(name)) throw new RangeError(name)
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone
  } catch {
    throw invalidTimeZone()
  }
}

/**
 * Changes what is named of a person's profile. The first change that names a nickname completes it. An old username stays reserved for
 * its owner; another spelling of the same name is free.
 *
 * @throws usernameTaken, invalidUsername, invalidNickname or invalidTimeZone
 */
export async function updateProfile(
  ctx: RequestContext & { session: SignedIn },
  changes: ProfileChanges,
): Promise<Person> {
  const { accountId } = ctx.session
  const now = ctx.clock.now()
  const name = changes.username === undefined ? null : checkUsername(changes.username)
  const nickname = changes.nickname === undefined ? null : checkNickname(changes.nickname)
  const set = {
    ...(name ? { username: name.username, username_key: name.key } : {}),
    ...(nickname === null ? {} : { nickname }),
    ...(changes.locale === undefined ? {} : { locale: changes.locale }),
    ...(changes.timeZone === undefined ? {} : { time_zone: checkTimeZone(changes.timeZone) }),
    ...(changes.theme === undefined ? {} : { theme: changes.theme }),
    ...(changes.hiddenPages === undefined
      ? {}
      : { hidden_pages: JSON.stringify([...new Set(changes.hiddenPages)]) }),
  }
  return ctx.store.transaction(async (tx) => {
    const before = await findPerson(tx, accountId)
    if (!before) throw new Error('The account of a live session is gone')
    if (name && name.key !== before.username_key) await reserveUsername(tx, name.key, accountId, now)
    if (Object.keys(set).length > 0) {
      const completed = nickname !== null && before.profile_completed_at === null
      await tx
        .updateTable('accounts')
        .set({ ...set, ...(completed ? { profile_completed_at: now } : {}) })
        .where('id', '=', accountId)
        .execute()
      await record(tx, ctx, {
        act: 'account.updated',
        accountId,
        target: accountId,
        security: name !== null,
        details: {
          changed: Object.keys(changes),
          ...(name ? { username: { from: before.username, to: name.username } } : {}),
        },
      })
      ctx.store.announce(tx, { kind: 'account', id: accountId })
    }
    return (await findPerson(tx, accountId)) as Person
  })
}
