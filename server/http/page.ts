import { appError } from './errors.ts'

const defaultRows = 50

/** A page of a list, newest first. `nextCursor` is null on the last one. */
export type Page<T> = { items: T[]; nextCursor: string | null }

type PageQuery = { limit?: number | undefined; cursor?: string | undefined }

const invalidCursor = () =>
  appError(
    400,
    'invalid_cursor',
    'This cursor is not one of ours. Take `nextCursor` of the page before, or none.',
  )

/** How many rows a page has. Ask the database for one more: it says whether there is another page. */
export function pageLimit(query: PageQuery): number {
  return query.limit ?? defaultRows
}

/**
 * The id that a page begins below, or null for the first page. Lists are sorted by id, which sorts by time, so a page costs the same
 * however far down it is.
 *
 * @param shape what a cursor of this list looks like, where it is more than an id.
 * @throws 400 `invalid_cursor`.
 */
export function readCursor(query: PageQuery, shape = /^[\w:.-]{1,200}$/): string | null {
  if (query.cursor === undefined) return null
  const id = Buffer.from(query.cursor, 'base64url').toString('utf8')
  if (!shape.test(id)) throw invalidCursor()
  return id
}

/** Makes a page of rows that were asked for with `limit + 1`, presented one by one. */
export function toPage<Row, T>(
  rows: readonly Row[],
  limit: number,
  idOf: (row: Row) => string,
  present: (row: Row) => T,
): Page<T> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const more = rows.length > limit && last !== undefined
  return {
    items: shown.map(present),
    nextCursor: more ? Buffer.from(idOf(last)).toString('base64url') : null,
  }
}

/** Whether a text may be compared in the database at all: PostgreSQL refuses NUL, and nothing that is stored holds it (rule 45). */
export function comparable(text: string): boolean {
  return !text.includes('\0')
}
