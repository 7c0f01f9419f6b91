import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Exchange } from '../../http/exchange.ts'
import { type GatewayWorld, gatewayWorld, type MadeKey, makeAccount, makeKey } from '../../testing/index.ts'
import type { Caller } from './caller.ts'
import { beginCall, relay } from './relay.ts'

let world: GatewayWorld
let key: MadeKey
beforeAll(async () => {
  world = await gatewayWorld()
  await world.serve('ok')
  key = await makeKey(world.app, { owner: await makeAccount(world.app) })
})
afterAll(() => world.close())

test('a call whose client left before anything was sent upstream is not sent, costs nothing and holds nothing', async () => {
  const { parts } = world.app.services.gateway
  const caller: Caller = {
    keyId: key.id,
    organizationId: key.organizationId,
    accountId: key.owner.accountId,
    ip: null,
    acceptUnpricedModels: false,
    mayCall: true,
    mayList: true,
    models: null,
  }
  // As an exchange is after its connection closed: both ends let go.
  const left: Exchange = {
    id: 'req_0000000000left00000000000',
    address: '127.0.0.1',
    request: null as unknown as IncomingMessage,
    response: null as unknown as ServerResponse,
    headers: [],
    closed: true,
    onClose: null,
  }
  const call = beginCall(left.id, world.app.clock.now(), caller, 'chat.completions')
  const body = Buffer.from(JSON.stringify({ model: 'ok', messages: [{ role: 'user', content: 'Hello?' }] }))
  await relay(parts, call, body, left)
  expect(world.upstream.count()).toBe(0)
  const record = await key.owner.browser.get<object>(`/orgs/${key.slug}/usage/${left.id}`)
  expect(record.body).toMatchObject({
    status: 499,
    errorCode: 'client_closed_request',
    model: 'ok',
    costUsd: '0.000000000',
    attempts: [],
  })
  expect(parts.teller.figures().heldNanos).toBe(0n)
})
