import { sql } from 'kysely'
import type { Store } from '../db/store.ts'

/**
 * Every secret that passed through the front door of a test: what nothing stored, logged or answered with an error may hold
 * afterwards (promise 7).
 */
export type Canaries = {
  /** Secrets in the body of a request that was accepted, in its reply and in its cookies. */
  seen(request: unknown, reply: unknown, cookies: Iterable<string>): void
  plant(secret: string): void
  /** Which of them a text holds; only their beginnings are told. */
  in(text: string): string[]
  /** All of them. */
  all(): string[]
}

const secretFields = new Set([
  'password',
  'currentPassword',
  'newPassword',
  'confirmPassword',
  'apiKey',
  'token',
  'secret',
  'resetToken',
  'challenge',
  'url',
])
// Shorter ones are parts of ordinary words.
const shortest = 14

export function createCanaries(): Canaries {
  const planted = new Set<string>()
  const plant = (secret: string): void => {
    if (secret.length >= shortest) planted.add(secret)
  }
  function plantFields(value: unknown): void {
    if (typeof value !== 'object' || value === null) return
    for (const [name, field] of Object.entries(value)) {
      if (name === 'recoveryCodes' && Array.isArray(field)) for (const code of field) plant(String(code))
      else if (typeof field === 'object') plantFields(field)
      else if (typeof field === 'string' && secretFields.has(name)) {
        // An address is no secret, what it carries is: an invitation's token.
        if (name !== 'url') plant(field)
        else for (const [, token = ''] of field.matchAll(/[?&]\w+=([^&#]+)/g)) plant(token)
      }
    }
  }
  return {
    plant,
    seen(request, reply, cookies) {
      plantFields(request)
      plantFields(reply)
      for (const cookie of cookies) plant(cookie)
    },
    all: () => [...planted],
    in: (text) => [...planted].filter((secret) => text.includes(secret)).map((one) => `${one.slice(0, 8)}…`),
  }
}

/** Everything in the database, as text, table by table. */
export async function dump(store: Store): Promise<Map<string, string>> {
  const names =
    store.kind === 'sqlite'
      ? sql<{ name: string }>`select name from sqlite_master where type = 'table'`
      : sql<{
          name: string
        }>`select table_name as name from information_schema.tables where table_schema = 'public'`
  const tables = new Map<string, string>()
  for (const { name } of (await names.execute(store.db)).rows) {
    const { rows } = await sql`select * from ${sql.table(name)}`.execute(store.db)
    tables.set(
      name,
      JSON.stringify(rows, (_, value) => asText(value)),
    )
  }
  return tables
}

function asText(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value)
  if (!(value instanceof Uint8Array)) return value
  const bytes = Buffer.from(value)
  return `${bytes.toString('utf8')} ${bytes.toString('hex')} ${bytes.toString('base64')}`
}

/** What a server kept and told, by the name of the place: its tables, and what is given besides. */
export async function everythingKept(
  store: Store,
  told: Record<string, readonly string[]>,
): Promise<Record<string, string>> {
  const kept: Record<string, string> = {}
  for (const [table, text] of await dump(store)) kept[`table ${table}`] = text
  for (const [name, texts] of Object.entries(told)) kept[name] = texts.join('\n')
  return kept
}

/** @throws Error that names the places that hold a secret of the test. */
export function assertNoSecretKept(canaries: Canaries, kept: Record<string, string>): void {
  const leaks: string[] = []
  for (const [place, text] of Object.entries(kept)) {
    const secrets = canaries.in(text)
    if (secrets.length === 0) continue
    const line = text.split('\n').find((one) => canaries.in(one).length > 0) ?? ''
    leaks.push(`${place}: holds ${secrets.join(', ')} ("${line.slice(0, 60)}…")`)
  }
  if (leaks.length > 0) throw new Error(`Promise 7 is broken:\n  ${leaks.join('\n  ')}`)
}
