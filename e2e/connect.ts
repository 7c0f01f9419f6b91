import type { ScriptedUpstream } from '../server/testing/scripted-upstream.ts'
import type { Visitor } from './people.ts'

/** Serves models at the scripted upstream, at 2 USD (input) and 10 USD (output) a million tokens. */
export async function connect(
  operator: Visitor,
  upstream: ScriptedUpstream,
  models: readonly string[],
): Promise<{ id: string }> {
  const made = await operator.send<{ id: string }>('POST', '/admin/upstreams', {
    kind: 'openai',
    name: `scripted ${upstream.port}`,
    baseUrl: upstream.baseUrl,
    apiKey: 'sk-canary-upstream-credential',
    models,
  })
  for (const model of models)
    await operator.send('PUT', `/admin/prices/${model}`, {
      state: 'priced',
      ratesUsdPerMillion: { input: '2', output: '10', cache_read: '1' },
    })
  return made
}
