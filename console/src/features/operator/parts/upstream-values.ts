import type { NewUpstream, Upstream, UpstreamChanges } from '../queries.ts'

/** What the form of an upstream holds. */
export type UpstreamValues = {
  name: string
  baseUrl: string
  apiKey: string
  /** Drop the saved key and send none. */
  clearKey: boolean
  models: string[]
  priority: string
  weight: string
  enabled: boolean
  onDisconnect: string
  streamOptions: boolean
}

export const emptyUpstream: UpstreamValues = {
  name: '',
  baseUrl: '',
  apiKey: '',
  clearKey: false,
  models: [],
  priority: '0',
  weight: '1',
  enabled: true,
  onDisconnect: 'cancel',
  streamOptions: true,
}

export function valuesOf(upstream: Upstream): UpstreamValues {
  const { name, models, enabled, onDisconnect, streamOptions } = upstream
  return {
    ...{ name, models, enabled, onDisconnect, streamOptions },
    baseUrl: upstream.baseUrl ?? '',
    apiKey: '',
    clearKey: false,
    priority: String(upstream.priority),
    weight: String(upstream.weight),
  }
}

const plain = (values: UpstreamValues) => ({
  name: values.name,
  baseUrl: values.baseUrl.trim(),
  models: values.models,
  priority: Number(values.priority),
  weight: Number(values.weight),
  enabled: values.enabled,
  onDisconnect: values.onDisconnect === 'drain' ? ('drain' as const) : ('cancel' as const),
  streamOptions: values.streamOptions,
})

export function toNew(values: UpstreamValues): NewUpstream {
  const apiKey = values.apiKey.trim()
  return { kind: 'openai', ...plain(values), ...(apiKey === '' ? {} : { apiKey }) }
}

/**
 * Only what differs (promise 9); a key that was left empty stays. A new key names the address that it is for: somebody may have moved the
 * upstream while it was typed.
 */
export function toChanges(values: UpstreamValues, before: Upstream): UpstreamChanges {
  const next = plain(values)
  const old = plain(valuesOf(before))
  const changed = Object.entries(next).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(old[name as keyof typeof old]),
  )
  const apiKey = values.clearKey ? '' : values.apiKey.trim()
  return {
    ...Object.fromEntries(changed),
    ...(values.clearKey || apiKey !== '' ? { apiKey } : {}),
    ...(apiKey === '' ? {} : { baseUrl: next.baseUrl }),
  }
}

/** Whether the saved credential may go to the address that is typed now. */
export function staysAtHost(values: UpstreamValues, before: Upstream | undefined): boolean {
  if (!before?.baseUrl || !URL.canParse(values.baseUrl)) return false
  return new URL(before.baseUrl).origin === new URL(values.baseUrl).origin
}
