import type { UpstreamRow } from '../../db/schema.ts'
import type { Deps } from '../../deps.ts'
import { remember } from '../../lib/remember.ts'
import { fingerprint } from '../../lib/secret.ts'
import { type PriceBook, providerForBaseUrl, sandboxProvider } from '../money/index.ts'
import type { SettingsStore } from '../settings/index.ts'
import { SANDBOX_MODELS } from './upstreams/sandbox.ts'

/** An upstream as calls need it. Holds the credential in the clear: never log it, never send it on. */
export type UpstreamInfo = {
  readonly id: string
  readonly name: string
  readonly kind: 'openai' | 'sandbox'
  /** Null for the sandbox, which answers within the process. */
  readonly baseUrl: string | null
  readonly credential: string | null
  readonly models: readonly string[]
  /** The **highest** is tried first. */
  readonly priority: number
  /** Share of calls among those of the same priority. */
  readonly weight: number
  readonly onDisconnect: 'drain' | 'cancel'
  readonly streamOptions: boolean
  /** Which field this upstream reads an output limit from: OpenAI's own newer models refuse `max_tokens`. */
  readonly limitField: 'max_tokens' | 'max_completion_tokens'
  /** Whose price list fits, by its address; null: only explicit prices. */
  readonly provider: string | null
  /** One upstream's own, the same as long as address and credential are: open connections go by it. */
  readonly connection: string
}

/** The upstreams that serve, in memory. */
export type UpstreamRegistry = {
  /** Reads upstreams and settings if they changed, and sees to it that the book knows their models. Await it, then ask. */
  ready(): Promise<void>
  /** Whether there is nothing to await. */
  fresh(): boolean
  /** Who serves a model, highest priority first and the sandbox last; none for an unknown model. Answers at once. */
  candidates(model: string): readonly UpstreamInfo[]
  /** Whose price list counts for a model: its first candidate's. Undefined for an unknown model. */
  providerOf(model: string): string | null | undefined
  /** Every model that somebody serves, by name. */
  models(): readonly string[]
  /** Every upstream that serves, the sandbox among them while it is on. */
  upstreams(): readonly UpstreamInfo[]
  close(): void
}

export const sandboxId = 'ups_sandbox'

/** The built-in upstream, on or off. */
export const sandboxUpstream: UpstreamInfo = {
  id: sandboxId,
  name: 'Sandbox',
  kind: 'sandbox',
  baseUrl: null,
  credential: null,
  models: SANDBOX_MODELS,
  priority: 0,
  weight: 1,
  onDisconnect: 'cancel',
  streamOptions: true,
  limitField: 'max_tokens',
  provider: sandboxProvider,
  connection: sandboxId,
}

/** Where an upstream's credential stands, for the secret box: sealed there, it opens nowhere else. */
export const credentialPlace = (id: string): string => `upstream:${id}`

type Table = { upstreams: readonly UpstreamInfo[]; byModel: ReadonlyMap<string, readonly UpstreamInfo[]> }

/** Opens the registry of this node. */
export function createUpstreamRegistry(
  deps: Pick<Deps, 'store' | 'log' | 'secretBox'>,
  { settings, book }: { settings: SettingsStore; book: PriceBook },
): UpstreamRegistry {
  const { store } = deps
  const table = remember(load)
  const stopHearing = store.onAnnouncement(({ kind }) => {
    if (kind === 'upstreams' || kind === 'settings') table.forget()
  })

  async function load(): Promise<Table> {
    const rows = await store.db.selectFrom('upstreams').selectAll().where('enabled', '=', 1).execute()
    const { sandbox } = await settings.current()
    const real = rows.flatMap((row) => opened(deps, row) ?? [])
    real.sort((a, b) => b.priority - a.priority || (a.id < b.id ? -1 : 1))
    const upstreams = sandboxServes(sandbox, rows.length) ? [...real, sandboxUpstream] : real
    const byModel = new Map<string, UpstreamInfo[]>()
    for (const upstream of upstreams) {
      for (const model of upstream.models) {
        const others = byModel.get(model)
        if (others) others.push(upstream)
        else byModel.set(model, [upstream])
      }
    }
    await book.ensure(
      upstreams.flatMap(({ models, provider }) => models.map((model) => ({ model, provider }))),
    )
    return { upstreams, byModel }
  }

  return {
    async ready() {
      await table.ready()
    },
    fresh: table.fresh,
    candidates: (model) => table.latest().byModel.get(model) ?? [],
    providerOf(model) {
      const first = table.latest().byModel.get(model)?.[0]
      return first ? first.provider : undefined
    },
    models: () => [...table.latest().byModel.keys()].sort(),
    upstreams: () => table.latest().upstreams,
    close: stopHearing,
  }
}

/** Whether the sandbox serves: as decided, else until a real upstream is there. */
export function sandboxServes(decided: boolean | null, realUpstreams: number): boolean {
  return decided ?? realUpstreams === 0
}

/** An upstream with its credential opened; null, and said in the log, where no master key opens it: it would only be refused there. */
function opened({ log, secretBox }: Pick<Deps, 'log' | 'secretBox'>, row: UpstreamRow): UpstreamInfo | null {
  try {
    return {
      id: row.id,
      name: row.name,
      kind: 'openai',
      baseUrl: row.base_url,
      credential: row.credential === null ? null : secretBox.open(row.credential, credentialPlace(row.id)),
      models: JSON.parse(row.models) as string[],
      priority: row.priority,
      weight: row.weight,
      onDisconnect: row.on_disconnect === 'drain' ? 'drain' : 'cancel',
      streamOptions: row.stream_options === 1,
      limitField: /\/\/api\.openai\.com\//.test(`${row.base_url}/`) ? 'max_completion_tokens' : 'max_tokens',
      provider: row.base_url === null ? null : providerForBaseUrl(row.base_url),
      connection: `${row.id} ${fingerprint(JSON.stringify([row.base_url, row.credential]))}`,
    }
  } catch (error) {
    log.error({ upstream: row.id, err: error }, 'an upstream is left out: its credential cannot be opened')
    return null
  }
}
