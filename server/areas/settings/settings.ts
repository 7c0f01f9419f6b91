import type { Tx } from '../../db/store.ts'
import type { Deps } from '../../deps.ts'
import { defaultSettings, fixedSettings, type SettingName, type Settings, settingNames } from './table.ts'

export type { Settings } from './table.ts'

/** The operator's settings, kept in memory and read again when any node changes them. */
export type SettingsStore = {
  /** As they are obeyed now: decided, else fixed by the environment, else the default. */
  current(): Promise<Settings>
  /** The same without waiting, or null where they have to be read first. */
  now(): Settings | null
  defaults(): Promise<Settings>
  /** Names that an environment variable fixes. */
  locked: readonly SettingName[]
  /** Changes only what is named (promise 9), in the caller's transaction. */
  change(tx: Tx, changes: Partial<Settings>): Promise<void>
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
    const registration = (fixed.registration ?? decided.registration ?? 'invite') as Settings['registration']
    return { ...defaultSettings(registration), ...decided, ...fixed }
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

  return {
    current,
    now: () => known,
    async defaults() {
      return defaultSettings((await current()).registration)
    },
    locked: settingNames.filter((name) => name in fixed),
    async change(tx, changes) {
      for (const [name, value] of Object.entries(changes)) {
        const row = { value: encode(value), updated_at: clock.now() }
        await tx
          .insertInto('settings')
          .values({ name, ...row })
          .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
          .execute()
      }
      store.announce(tx, { kind: 'settings', id: null })
    },
    close: forget,
  }
}

// A bigint is written as a string with a mark, since JSON has none.
function encode(value: unknown): string {
  return JSON.stringify(typeof value === 'bigint' ? { nanos: String(value) } : value)
}
function decode(text: string): unknown {
  const value = JSON.parse(text) as unknown
  return value !== null && typeof value === 'object' && 'nanos' in value ? BigInt(String(value.nanos)) : value
}
