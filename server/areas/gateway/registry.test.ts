import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readConfig } from '../../config.ts'
import { createSecretBox } from '../../lib/secret-box.ts'
import { openTestStore, type TestStore, testClock, testLog } from '../../testing/index.ts'
import { createPriceBook, type PriceBook } from '../money/index.ts'
import { createSettings, type SettingsStore } from '../settings/index.ts'
import { createUpstreamRegistry, credentialPlace, sandboxId, type UpstreamRegistry } from './registry.ts'
import { SANDBOX_MODELS } from './upstreams/sandbox.ts'

const secretBox = createSecretBox(['the master key of today'])
const log = testLog()
const clock = testClock()

let opened: TestStore
let settings: SettingsStore
let book: PriceBook
let registry: UpstreamRegistry
beforeEach(async () => {
  opened = await openTestStore()
  const { store } = opened
  settings = createSettings({ config: readConfig({ PORTICO_SECRET_KEY: 'x' }), store, clock })
  book = createPriceBook({ store, clock })
  registry = createUpstreamRegistry({ store, log, secretBox }, { settings, book })
})
afterEach(async () => {
  registry.close()
  book.close()
  settings.close()
  await opened.close()
})

type Given = { priority?: number; enabled?: number; base_url?: string; credential?: string | null }

async function connect(id: string, models: string[], given: Given = {}): Promise<void> {
  const values = {
    ...{ priority: 0, enabled: 1, base_url: 'http://127.0.0.1:9/v1', credential: null, ...given },
    ...{ id, name: id, kind: 'openai', models: JSON.stringify(models), credential_hint: null },
    ...{ weight: 1, on_disconnect: 'cancel', stream_options: 1, created_at: 0, updated_at: 0 },
  }
  const { id: _, ...changes } = values
  await opened.store.transaction(async (tx) => {
    await tx
      .insertInto('upstreams')
      .values(values)
      .onConflict((conflict) => conflict.column('id').doUpdateSet(changes))
      .execute()
    opened.store.announce(tx, { kind: 'upstreams', id })
  })
}
const candidates = async (model: string): Promise<string[]> => {
  await registry.ready()
  return registry.candidates(model).map(({ id }) => id)
}

describe('the registry of upstreams', () => {
  test('answers who serves a model: the highest priority first, nobody who is switched off', async () => {
    await connect('ups_a', ['m', 'n'])
    await connect('ups_b', ['m'], { priority: 10 })
    await connect('ups_c', ['m'], { enabled: 0, priority: 99 })
    expect(await candidates('m')).toEqual(['ups_b', 'ups_a'])
    expect(await candidates('unknown')).toEqual([])
    expect(registry.models()).toEqual(['m', 'n'])
  })

  test('follows a change by the next call, also of the settings', async () => {
    expect(await candidates('sandbox-chat')).toEqual([sandboxId])
    await connect('ups_a', ['m'])
    expect([await candidates('m'), await candidates('sandbox-chat')]).toEqual([['ups_a'], []])
    await opened.store.transaction((tx) => settings.change(tx, { sandbox: true }))
    expect(await candidates('sandbox-chat')).toEqual([sandboxId])
    await connect('ups_a', ['other'], { enabled: 0 })
    await opened.store.transaction((tx) => settings.change(tx, { sandbox: false }))
    expect([await candidates('m'), registry.models()]).toEqual([[], []])
  })

  test('keeps a connection as long as address and credential stay', async () => {
    const connectionOf = async (): Promise<string | undefined> => {
      await registry.ready()
      return registry.upstreams()[0]?.connection
    }
    await connect('ups_a', ['m'])
    const first = await connectionOf()
    await connect('ups_a', ['m', 'n'], { priority: 3 })
    expect(await connectionOf()).toBe(first)
    await connect('ups_a', ['m'], { credential: secretBox.seal('secret', credentialPlace('ups_a')) })
    const second = await connectionOf()
    expect(second).not.toBe(first)
    await connect('ups_a', ['m'], { base_url: 'http://127.0.0.1:10/v1' })
    expect([first, second]).not.toContain(await connectionOf())
  })

  test('leaves out an upstream whose credential no master key opens, or that was sealed for another, and says so', async () => {
    const elsewhere = createSecretBox(['the master key of yesterday'])
    await connect('ups_a', ['m'], { credential: elsewhere.seal('secret', credentialPlace('ups_a')) })
    await connect('ups_b', ['m'], { credential: secretBox.seal('secret', credentialPlace('ups_a')) })
    await connect('ups_c', ['m'], { credential: secretBox.seal('secret', credentialPlace('ups_c')) })
    expect(await candidates('m')).toEqual(['ups_c'])
    expect(registry.candidates('m')[0]?.credential).toBe('secret')
    const said = log.lines.filter((line) => line.includes('credential cannot be opened'))
    expect(['ups_a', 'ups_b', 'ups_c'].map((id) => said.some((line) => line.includes(id)))).toEqual([
      true,
      true,
      false,
    ])
  })

  test('ensures the price of every model that it names, by the provider that its address says', async () => {
    await connect('ups_a', ['gpt-4o', 'nobody-knows'], { base_url: 'https://api.openai.com/v1' })
    await connect('ups_b', ['gpt-4o', 'llama-3.3-70b-versatile'], { priority: 10 })
    await Promise.all([registry.ready(), book.ready()])
    expect([registry.providerOf('gpt-4o'), registry.providerOf('nobody-knows')]).toEqual([null, 'openai'])
    expect(registry.providerOf('unknown')).toBeUndefined()
    const now = clock.now()
    const priced = registry
      .upstreams()
      .flatMap(({ models, provider }) => models.map((model) => book.lookup({ model, provider }, now)?.model))
    expect(priced).toEqual([undefined, undefined, 'gpt-4o', undefined])
  })

  test('has a price for every model of the sandbox but the one that is there to have none', async () => {
    await Promise.all([registry.ready(), book.ready()])
    const unpriced = SANDBOX_MODELS.filter(
      (model) => book.lookup({ model, provider: 'sandbox' }, clock.now()) === null,
    )
    expect(unpriced).toEqual(['sandbox-unpriced'])
  })
})
