import { createOutgoing, type Outgoing } from '../../http/outgoing.ts'
import type { UpstreamInfo } from './registry.ts'
import { createOpenAiUpstream } from './upstreams/openai.ts'
import { createSandboxUpstream } from './upstreams/sandbox.ts'
import type { Upstream, UpstreamTimeouts } from './upstreams/types.ts'

/** Open connections to upstreams, one pool each, kept while address and credential stay the same. */
export type Connections = {
  of(upstream: UpstreamInfo): Upstream
  /** Lets go of pools whose upstream is gone or was changed; their calls in flight end first. */
  keep(upstreams: readonly UpstreamInfo[]): void
  close(): Promise<void>
}

export type ConnectionOptions = { allowPrivateNetworks: string[]; timeouts?: UpstreamTimeouts }

export function createConnections({ allowPrivateNetworks, timeouts }: ConnectionOptions): Connections {
  const outgoing: Outgoing = createOutgoing({ allowPrivateNetworks })
  const pools = new Map<string, Upstream>()

  function open(upstream: UpstreamInfo): Upstream {
    if (upstream.kind === 'sandbox' || upstream.baseUrl === null)
      return createSandboxUpstream(timeouts ? { timeouts } : {})
    const options = { baseUrl: upstream.baseUrl, credential: upstream.credential, outgoing }
    return createOpenAiUpstream(timeouts ? { ...options, timeouts } : options)
  }

  return {
    of(upstream) {
      let pool = pools.get(upstream.connection)
      if (!pool) {
        pool = open(upstream)
        pools.set(upstream.connection, pool)
      }
      return pool
    },
    keep(upstreams) {
      const wanted = new Set(upstreams.map((upstream) => upstream.connection))
      for (const [name, pool] of pools) {
        if (wanted.has(name)) continue
        pools.delete(name)
        void pool.close()
      }
    },
    async close() {
      const open = [...pools.values()]
      pools.clear()
      await Promise.all(open.map((pool) => pool.close()))
    },
  }
}
