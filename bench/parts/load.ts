import { Pool } from 'undici'

/** Sends so many calls, so many at a time, and says how long each took. */
type Order = { origin: string; headers: Record<string, string>; calls: number; atOnce: number }

const text = 'What is the answer to life, the universe and everything? '.repeat(16)
const body = JSON.stringify({ model: 'bench', messages: [{ role: 'user', content: text }] })

process.on('message', async (order: Order) => {
  const pool = new Pool(order.origin, { connections: order.atOnce })
  const times: number[] = []
  let left = order.calls
  let failed = 0
  const begun = performance.now()
  async function work(): Promise<void> {
    while (left > 0) {
      left -= 1
      const start = performance.now()
      const headers = { 'content-type': 'application/json', ...order.headers }
      const answer = await pool.request({ path: '/v1/chat/completions', method: 'POST', headers, body })
      const bytes = await answer.body.arrayBuffer()
      if (answer.statusCode !== 200 || bytes.byteLength < 500) failed += 1
      times.push(performance.now() - start)
    }
  }
  await Promise.all(Array.from({ length: order.atOnce }, work))
  const seconds = (performance.now() - begun) / 1000
  await pool.close()
  times.sort((a, b) => a - b)
  const at = (part: number): number => times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0
  process.send?.({
    perSecond: order.calls / seconds,
    p50: at(0.5),
    p99: at(0.99),
    failed,
    bodyBytes: body.length,
  })
})
