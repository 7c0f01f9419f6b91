import type { AddressInfo } from 'node:net'
import OpenAI from 'openai'
import type { AppOptions } from '../app.ts'
import type { CheckReport } from '../areas/money/check.ts'
import { check } from '../areas/money/check.ts'
import type { MadeAccount } from './make-account.ts'
import { makeAccount } from './make-account.ts'
import { type MadeKey, makeKey } from './make-key.ts'
import { type ScriptedUpstream, startScriptedUpstream } from './scripted-upstream.ts'
import { type TestApp, testApp } from './test-app.ts'

/** Everything between a program and a model: a listening server, a real upstream behind it, an operator, a key. */
export type GatewayWorld = {
  app: TestApp
  upstream: ScriptedUpstream
  operator: MadeAccount
  key: MadeKey
  url: string
  /** The official SDK, pointed here; it does not retry by itself. */
  client: OpenAI
  /** Another SDK with another secret. */
  clientOf(secret: string): OpenAI
  /** Serves models at the scripted upstream, at 2 USD (input) and 10 USD (output) a million tokens. */
  serve(...models: string[]): Promise<void>
  check(): Promise<CheckReport>
  close(): Promise<void>
}

export const inputUsd = '2'
export const outputUsd = '10'

async function expectStatus(answer: { status: number; text: string }, status: number): Promise<void> {
  if (answer.status !== status) throw new Error(`Expected ${status}, got ${answer.status}: ${answer.text}`)
}

/** Starts it. `environment` is as for `testApp`. */
export async function gatewayWorld(
  environment: Record<string, string> = {},
  options: AppOptions = {},
): Promise<GatewayWorld> {
  const app = await testApp(environment, options)
  const upstream = await startScriptedUpstream()
  await app.fastify.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.fastify.server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  const operator = await makeAccount(app, { operator: true })
  const key = await makeKey(app, { owner: await makeAccount(app) })
  const clientOf = (secret: string): OpenAI =>
    new OpenAI({ baseURL: `${url}/v1`, apiKey: secret, maxRetries: 0 })
  return {
    app,
    upstream,
    operator,
    key,
    url,
    client: clientOf(key.secret),
    clientOf,
    async serve(...models) {
      const body = {
        kind: 'openai',
        name: 'scripted',
        baseUrl: upstream.baseUrl,
        apiKey: 'sk-canary-upstream-credential',
        models,
      }
      await expectStatus(await operator.browser.post('/admin/upstreams', body), 201)
      for (const model of models) {
        const price = {
          state: 'priced',
          ratesUsdPerMillion: { input: inputUsd, output: outputUsd, cache_read: '1' },
        }
        await expectStatus(await operator.browser.put(`/admin/prices/${model}`, price), 200)
      }
    },
    check: () => app.testStore.store.snapshot((tx) => check(tx, app.clock.now())),
    async close() {
      await app.close()
      await upstream.close()
    },
  }
}
