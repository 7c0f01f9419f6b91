/**
 * Draws the picture of the README: `node e2e/screenshots.ts` writes docs/images/usage.png, from a server of its own with a day of calls.
 * The call that is open is a real one, through the whole pipeline; the others are records beside it.
 */
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { chromium } from '@playwright/test'
import {
  type MadeCall,
  makeAccount,
  makeKey,
  makeOrganization,
  makeUsage,
  startScriptedUpstream,
  testApp,
} from '../server/testing/index.ts'

process.env.PORTICO_TEST_STORE ??= 'sqlite'
const picture = fileURLToPath(new URL('../docs/images/usage.png', import.meta.url))
const minuteMs = 60_000
const models = [
  { name: 'gpt-4.1-mini', input: '0.4', cached: '0.1', output: '1.6' },
  { name: 'qwen3-32b', input: '0.15', cached: '0.15', output: '0.6' },
  { name: 'gpt-4.1', input: '2', cached: '0.5', output: '8' },
] as const

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('No port was free')
  return address.port
}

const picos = (usdPerMillion: string) => BigInt(Math.round(Number(usdPerMillion) * 1e6))

/** A day of calls, the same at each run: every number comes from the place in the list. */
function dayOfCalls(
  now: number,
  base: Pick<MadeCall, 'organizationId' | 'accountId'>,
  keys: string[],
): MadeCall[] {
  return Array.from({ length: 140 }, (_, index): MadeCall => {
    const model = models[(index * 7) % 3] ?? models[0]
    const input = 180 + ((index * 577) % 2900)
    const output = 40 + ((index * 211) % 860)
    const at = now - (index * 11 + 3) * minuteMs
    const call = {
      ...base,
      at,
      model: model.name,
      keyId: keys[(index * 5) % keys.length] as string,
      stream: true,
    }
    if (index % 23 === 5)
      return {
        ...call,
        status: 429,
        errorCode: 'rate_limit_exceeded',
        latencyMs: 212,
        inputTokens: 0,
        outputTokens: 0,
        usageSource: 'none',
      }
    return {
      ...call,
      inputTokens: input,
      outputTokens: output,
      latencyMs: 600 + output * 9,
      firstTokenMs: 190 + ((index * 37) % 300),
      buckets: [
        { name: 'input', quantity: BigInt(input), ratePicos: picos(model.input) },
        { name: 'output', quantity: BigInt(output), ratePicos: picos(model.output) },
      ],
    }
  })
}

const port = await freePort()
const url = `http://localhost:${port}`
const upstream = await startScriptedUpstream()
const app = await testApp({ PORTICO_PUBLIC_URL: url, PORTICO_STARTING_CREDIT_USD: '0' })
await app.fastify.listen({ host: '127.0.0.1', port })
try {
  const operator = await makeAccount(app, { operator: true })
  const ada = await makeAccount(app, { username: 'ada', email: 'ada@example.com' })
  await ada.browser.patch('/me', { nickname: 'Ada', timeZone: 'UTC' })
  const acme = await makeOrganization(app, ada, { name: 'Acme Research', slug: 'acme-research' })
  await operator.browser.post(`/admin/organizations/${acme.id}/credits`, { amountUsd: '200' })
  await operator.browser.post('/admin/upstreams', {
    kind: 'openai',
    name: 'eu-west',
    baseUrl: upstream.baseUrl,
    apiKey: 'sk-of-the-picture-only',
    models: models.map(({ name }) => name),
  })
  for (const { name, input, cached, output } of models)
    await operator.browser.put(`/admin/prices/${name}`, {
      state: 'priced',
      ratesUsdPerMillion: { input, output, cache_read: cached },
    })
  const made = []
  for (const name of ['support-bot', 'nightly-report', 'search'])
    made.push(await makeKey(app, { owner: ada, organization: acme, body: { name } }))
  const base = { organizationId: acme.id, accountId: ada.accountId }
  await makeUsage(app, dayOfCalls(Date.now(), base, [...made.map(({ id }) => id), 'playground']))

  upstream.script('gpt-4.1', {
    behaviour: 'trickle',
    delayMilliseconds: 120,
    promptTokens: 2304,
    cachedTokens: 1792,
    completionTokens: 386,
    pieces: Array.from({ length: 9 }, () =>
      'The minutes name three open points, each with an owner. '.repeat(4),
    ),
  })
  const answer = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${made[1]?.secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'gpt-4.1',
      stream: true,
      messages: [{ role: 'user', content: 'Summarise the minutes of this meeting. '.repeat(220) }],
    }),
  })
  await answer.text()
  const id = answer.headers.get('x-request-id')
  if (answer.status !== 200 || id === null) throw new Error(`The call answered ${answer.status}`)

  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  })
  const page = await browser.newPage({
    viewport: { width: 1360, height: 900 },
    colorScheme: 'light',
    locale: 'en-US',
    timezoneId: 'UTC',
  })
  await page.request.post(`${url}/api/v1/auth/sign-in`, {
    headers: { origin: url },
    data: { username: ada.username, password: ada.password },
  })
  await page.goto(`${url}/orgs/acme-research/usage?row=${id}`)
  await page.getByText(/^Input tokens/).waitFor()
  await page.getByRole('rowheader').nth(12).waitFor()
  await page.mouse.move(600, 20)
  await page.evaluate(() => document.fonts.ready)
  await page.waitForTimeout(500)
  await page.screenshot({ path: picture })
  await browser.close()
  console.log(picture)
} finally {
  await app.close()
  await upstream.close()
}
