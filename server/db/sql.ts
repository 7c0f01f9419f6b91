import { type RawBuilder, sql } from 'kysely'
import type { StoreKind } from './engine.ts'

/** The database's own clock, in milliseconds since 1970: the one clock that several nodes share. */
export function databaseNow(kind: StoreKind): RawBuilder<number> {
  return kind === 'postgres'
    ? sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`
    : sql<number>`cast(unixepoch('subsec') * 1000 as integer)`
}

/** Whether an error is the refusal of a second row with the same unique value. */
export function isUniqueViolation(error: unknown): boolean {
  const { code } = error as { code?: unknown }
  // 1555: primary key, 2067: unique index (SQLite extended result codes); 23505: PostgreSQL.
  return code === '23505' || code === 'SQLITE_1555' || code === 'SQLITE_2067'
}

/** Text searched for literally in a `like … escape '\'` pattern: rule 45, search text is text. */
export function containing(text: string): string {
  // PostgreSQL's text holds no NUL, so nothing stored can contain one.
  return `%${text
    .replaceAll('\0', '\u{fffd}')
    .toLowerCase()
    .replaceAll(/[\\%_]/g, (found) => `\\${found}`)}%`
}

/** Longer than any text that is searched, in characters; SQLite refuses patterns above 50,000 bytes. */
const longestSearch = 1000

/**
 * Whether a column contains what somebody typed, letter case aside; one of the two patterns does for letters that SQLite cannot fold.
 * Never fails, whatever was typed (rule 45).
 */
export function contains(column: string, text: string): RawBuilder<boolean> {
  if (text.length > longestSearch || text.includes('\0')) return sql<boolean>`1 = 0`
  const asTyped = `%${text.replaceAll(/[\\%_]/g, (found) => `\\${found}`)}%`
  return sql<boolean>`(lower(${sql.ref(column)}) like ${containing(text)} escape '\\' or ${sql.ref(column)} like ${asTyped} escape '\\')`
}

/** Turns a statement written with `?` into the driver's own placeholders; results are kept by the caller. */
export function placeholders(kind: StoreKind, text: string): string {
  if (kind === 'sqlite') return text
  let n = 0
  return text.replaceAll('?', () => {
    n += 1
    return `$${n}`
  })
}
