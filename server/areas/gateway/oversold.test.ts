import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type GatewayWorld, gatewayWorld, makeAccount, makeKey } from '../../testing/index.ts'
import { addLedgerEntry } from '../money/index.ts'

let world: GatewayWorld
beforeAll(async () => {
  world = await gatewayWorld({ PORTICO_STARTING_CREDIT_USD: '0' })
  await world.serve('slow', 'trickle')
  world.upstream.script('slow', {
    behaviour: 'slow',
    delayMilliseconds: 30,
    promptTokens: 12,
    completionTokens: 100,
  })
  world.upstream.script('trickle', {
    behaviour: 'trickle',
    delayMilliseconds: 5,
    promptTokens: 12,
    completionTokens: 100,
  })
})
afterAll(() => world.close())

const calls = 500
const affordable = 100

describe('promise 3: never oversold by concurrency', () => {
  test(`${calls} calls at once, half of them streaming, on a wallet that can pay for ${affordable}`, {
    timeout: 120_000,
  }, async () => {
    const owner = await makeAccount(world.app)
    const key = await makeKey(world.app, { owner })
    const body = (model: string, stream: boolean) =>
      JSON.stringify({
        model,
        stream,
        max_tokens: 100,
        messages: [{ role: 'user', content: 'x'.repeat(40) }],
      })
    // What one call holds and costs: input is at most a third of its bytes, output exactly its limit.
    const bytes = Math.max(body('slow', false).length, body('trickle', true).length)
    const holdNanos = BigInt(Math.ceil(bytes / 3) * 2000 + 100 * 10_000)
    await world.app.testStore.store.transaction((tx) =>
      addLedgerEntry(tx, {
        organizationId: owner.organizationId,
        kind: 'credit',
        ref: 'oversold',
        amountNanos: holdNanos * BigInt(affordable),
        note: '',
        accountId: null,
        now: world.app.clock.now(),
      }),
    )
    let running = 0
    let most = 0
    const statuses = await Promise.all(
      Array.from({ length: calls }, async (_, index) => {
        const stream = index % 2 === 0
        const answer = await fetch(`${world.url}/v1/chat/completions`, {
          method: 'POST',
          headers: { authorization: `Bearer ${key.secret}`, 'content-type': 'application/json' },
          body: body(stream ? 'trickle' : 'slow', stream),
        })
        if (answer.status === 200) {
          running += 1
          most = Math.max(most, running)
        }
        const text = await answer.text()
        if (answer.status === 200) running -= 1
        return { status: answer.status, text }
      }),
    )
    const admitted = statuses.filter(({ status }) => status === 200)
    expect(admitted.length).toBeGreaterThan(0)
    // Each costs less than its hold (12 tokens of input instead of a third of the bytes), so a few more than 100 may fit in the end.
    const costNanos = 12n * 2000n + 100n * 10_000n
    const bound = (holdNanos * BigInt(affordable)) / costNanos
    expect(BigInt(admitted.length)).toBeLessThanOrEqual(bound)
    for (const { status, text } of statuses) {
      if (status === 200) continue
      expect([402, 429]).toContain(status)
      const { error } = JSON.parse(text) as { error: { code: string } }
      expect(error.code).toBe(status === 402 ? 'insufficient_quota' : 'quota_on_hold')
    }
    const answer = await owner.browser.get<{ totals: { calls: number; costUsd: string } }>(
      `/orgs/${owner.slug}/usage/summary`,
    )
    expect(BigInt(answer.body.totals.costUsd.replace('.', ''))).toBe(costNanos * BigInt(admitted.length))
    expect(answer.body.totals.calls, 'refused calls of a known key are recorded too').toBe(calls)
    const wallet = await owner.browser.get<{ balanceUsd: string }>(`/orgs/${owner.slug}/wallet`)
    expect(wallet.body.balanceUsd.startsWith('-')).toBe(false)
    const report = await world.check()
    expect(report.findings).toEqual([])
    expect(report.overspentNanos).toBe(0n)
  })

  test('what is held falls to zero when nothing runs', { timeout: 20_000 }, async () => {
    await expect
      .poll(
        async () =>
          (
            await world.app.testStore.store.db
              .selectFrom('leases')
              .selectAll()
              .where('state', '=', 'active')
              .execute()
          ).length,
        { timeout: 8000 },
      )
      .toBe(0)
  })
})
