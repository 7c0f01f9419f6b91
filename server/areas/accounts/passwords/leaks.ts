import { createHash } from 'node:crypto'
import { Client } from 'undici'
import type { Deps } from '../../../deps.ts'
import type { Outgoing } from '../../../http/outgoing.ts'

const totalMs = 3000
const maxBytes = 2 * 1024 * 1024

/** Whether a password is among those of known leaks; `unknown` where the list could not be asked. */
export type LeakCheck = (password: string) => Promise<'leaked' | 'clean' | 'unknown'>

/**
 * Asks a list of leaked passwords by range (the protocol of Have I Been Pwned): of the SHA-1 only the first five digits leave, the answer
 * holds the rest of all that begin so, and is padded, so that its length tells nothing either. Never throws, and never logs the digest.
 */
export function createLeakCheck(
  { config, log }: Pick<Deps, 'config' | 'log'>,
  outgoing: Outgoing,
): LeakCheck {
  const url = new URL(config.passwordLeaksUrl)
  return async (password) => {
    const digest = createHash('sha1').update(password).digest('hex').toUpperCase()
    const client = new Client(url.origin, {
      connect: outgoing.connector({ connectTimeoutMilliseconds: totalMs }),
      maxResponseSize: maxBytes,
      allowH2: false,
    })
    try {
      const { statusCode, body } = await client.request({
        method: 'GET',
        path: `${url.pathname.replace(/\/*$/, '/')}${digest.slice(0, 5)}`,
        headers: { 'add-padding': 'true', 'user-agent': 'portico', 'accept-encoding': 'identity' },
        signal: AbortSignal.timeout(totalMs),
      })
      const text = await body.text()
      if (statusCode !== 200) throw new Error(`answered with HTTP ${statusCode}`)
      return isListed(text, digest.slice(5)) ? 'leaked' : 'clean'
    } catch (error) {
      log.warn({ error }, 'the list of leaked passwords could not be asked')
      return 'unknown'
    } finally {
      void client.destroy().catch(() => {})
    }
  }
}

/** Lines are `REST:COUNT`; a count of 0 is padding. */
function isListed(text: string, rest: string): boolean {
  return text.split('\n').some((line) => {
    const [found = '', count = ''] = line.trim().split(':')
    return found.toUpperCase() === rest && Number(count) > 0
  })
}
