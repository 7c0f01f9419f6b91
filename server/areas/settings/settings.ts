import type { Tx } from '../../db/store.ts'
import type { Deps } from '../../deps.ts'
import {
  defaultSettings,
  type Fixable,
  fixedSettings,
  type SettingName,
  type Settings,
  settingNames,
  variableOf,
} from './table.ts'

export type { Settings } from './table.ts'

/** The operator's settings, kept in memory and read again when any node changes them. */
export type SettingsStore = {
  /** As they are obeyed now: decided, else fixed by the environment, else the default. */
  current(): Promise<Settings>
  /** The same without waiting, or null where they have to be read first. */
  now(): Settings | null
  defaults(): Promise<Settings>
  /** What the environment fixes, and by which variable. */
  locked: readonly { name: SettingName; variable: string }[]
  /**
   * Changes only what is named (promise 9), in the caller's transaction. Returns what was obeyed until then, of what is named: changes of
   * one setting at once take their turn, each beginning where the one before it ended.
   */
  change(tx: Tx, changes: Partial<Settings>): Promise<Partial<Settings>>
  close(): void
}

/** Opens the settings of an installation. */
export function createSettings({
  config,
  store,
  clock,
}: Pick<Deps, 'config' | 'store' | 'clock'>): SettingsStore {
  const fixed = fixedSettings(config)
  let loading: Promise<Settings> | null = null
  let known: Settings | null = null
  const forget = store.onAnnouncement(({ kind }) => {
    if (kind !== 'settings') return
    loading = null
    known = null
  })

  async function load(): Promise<Settings> {
    const rows = await store.db.selectFrom('settings').select(['name', 'value']).execute()
    const decided: Record<string, unknown> = {}
    for (const { name, value } of rows) decided[name] = decode(value)
    return { ...defaultSettings(fixed.registration ?? registrationOf(decided)), ...decided, ...fixed }
  }

  function current(): Promise<Settings> {
    if (!loading) {
      const fresh = load()
      loading = fresh
      fresh.then(
        (settings) => {
          if (loading === fresh) known = settings
        },
        () => {
          if (loading === fresh) loading = null
        },
      )
    }
    return loading
  }

  /** Writes a decision and returns the one it replaces, or null. Whoever comes second waits for the first one's transaction. */
  async function replace(tx: Tx, name: SettingName, value: string): Promise<string | null> {
    const now = clock.now()
    const first = await tx
      .insertInto('settings')
      .values({ name, value, updated_at: now })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .returning('name')
      .executeTakeFirst()
    if (first) return null
    const row = tx.updateTable('settings').where('name', '=', name)
    // Locks the row and tells what it holds, on both stores.
    const before = await row.set({ updated_at: now }).returning('value').executeTakeFirstOrThrow()
    await row.set({ value }).execute()
    return before.value
  }

  /** How accounts were registered until now: the default of the starting credit follows it. */
  async function registrationBefore(
    tx: Tx,
    changes: Partial<Settings>,
    decided: Record<string, unknown>,
  ): Promise<Settings['registration']> {
    if (fixed.registration !== undefined) return fixed.registration
    if (changes.registration !== undefined) return registrationOf(decided)
    const row = tx.selectFrom('settings').select('value').where('name', '=', 'registration')
    const found = await row.executeTakeFirst()
    return registrationOf(found ? { registration: decode(found.value) } : {})
  }

  return {
    current,
    now: () => known,
    async defaults() {
      return defaultSettings((await current()).registration)
    },
    locked: (Object.keys(fixed) as Fixable[]).map((name) => ({ name, variable: variableOf[name] })),
    async change(tx, changes) {
      const decided: Record<string, unknown> = {}
      // Always in the same order: two changes at once never wait for each other.
      for (const name of settingNames) {
        if (changes[name] === undefined) continue
        const before = await replace(tx, name, encode(changes[name]))
        if (before !== null) decided[name] = decode(before)
      }
      store.announce(tx, { kind: 'settings', id: null })
      const previous = {
        ...defaultSettings(await registrationBefore(tx, changes, decided)),
        ...decided,
        ...fixed,
      }
      return Object.fromEntries(Object.keys(changes).map((name) => [name, previous[name as SettingName]]))
    },
    close: forget,
  }
}

const registrationOf = (decided: Record<string, unknown>): Settings['registration'] =>
  (decided.registration ?? 'invite') as Settings['registration']

// A bigint is written as a string with a mark, since JSON has none.
function encode(value: unknown): string {
  return JSON.stringify(typeof value === 'bigint' ? { nanos: String(value) } : value)
}
function decode(text: string): unknown {
  const value = JSON.parse(text) as unknown
  return value !== null && typeof value === 'object' && 'nanos' in value ? BigInt(String(value.nanos)) : value
}
