/** Signs in as many nobodies at once as it is told to, each from an address of its own and with a long password; tells what came of it. */
const url = process.argv[2] ?? ''
/** As long as the body of a sign-in may carry one. */
const password = 'a very long password '.repeat(195).slice(0, 4096)
let round = 0

process.on('message', async (atOnce: number) => {
  round += 1
  const begun = performance.now()
  const statuses = await Promise.all(
    Array.from({ length: atOnce }, async (_, i) => {
      const answer = await fetch(`${url}/api/v1/auth/sign-in`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          origin: url,
          'x-forwarded-for': `198.51.${100 + (round % 100)}.${i}`,
        },
        body: JSON.stringify({ username: `nobody-${round}-${i}`, password }),
      })
      await answer.arrayBuffer()
      return answer.status
    }),
  )
  process.send?.({ statuses, seconds: (performance.now() - begun) / 1000 })
})
process.send?.('ready')
