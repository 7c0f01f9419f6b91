import { isIP } from 'node:net'
import { plainAddress } from '../../http/client-address.ts'

export type RecordIp = 'off' | 'truncated' | 'full'

/**
 * The client's address as an organization's policy lets it be stored (promise 10): nothing, the network (/24 of IPv4, /48 of IPv6, the
 * rest zero), or the address. What is no address is never stored.
 */
export function recordedIp(policy: RecordIp, address: string | null): string | null {
  if (policy === 'off' || address === null) return null
  const plain = plainAddress(address.split('%', 1)[0] ?? '')
  const version = isIP(plain)
  if (version === 0) return null
  if (policy === 'full') return plain
  return version === 4 ? plain.replace(/\d+$/, '0') : networkOf(plain)
}

/** The /48 of an IPv6 address. The URL parser knows every spelling and answers one. */
function networkOf(address: string): string {
  const canonical = new URL(`http://[${address}]/`).hostname.slice(1, -1)
  const [head = '', tail] = canonical.split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = new Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0')
  const first = [...before, ...zeros, ...after].slice(0, 3)
  return new URL(`http://[${first.join(':')}::]/`).hostname.slice(1, -1)
}
