import { BlockList, isIP, isIPv6 } from 'node:net'

/** A set of networks; used for trusted proxies and for a key's allowlist. */
export type Networks = { has(address: string): boolean }

/**
 * Reads addresses and CIDRs.
 *
 * @throws RangeError naming the entry that is none.
 */
export function parseNetworks(entries: readonly string[]): Networks {
  const list = new BlockList()
  for (const entry of entries) {
    const [address = '', bits, more] = entry.split('/')
    const version = isIP(address)
    const most = version === 6 ? 128 : 32
    if (version === 0 || more !== undefined) throw new RangeError(entry)
    if (bits === undefined) list.addAddress(address, version === 6 ? 'ipv6' : 'ipv4')
    else if (/^\d{1,3}$/.test(bits) && Number(bits) <= most)
      list.addSubnet(address, Number(bits), version === 6 ? 'ipv6' : 'ipv4')
    else throw new RangeError(entry)
  }
  return { has: (address) => isIP(address) !== 0 && list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4') }
}

/** An IPv4 address that arrived over an IPv6 socket is the same address. */
export function plainAddress(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  return mapped?.[1] ?? address
}

/**
 * The address of the client (rule 34): the nearest one that is not a trusted proxy. A header is believed only as far as trusted proxies
 * wrote it, and a part that is no address ends the walk at the last one that is.
 */
export function clientAddress(
  socketAddress: string,
  forwardedFor: string | undefined,
  trusted: Networks,
): string {
  let address = plainAddress(socketAddress)
  if (forwardedFor === undefined) return address
  const hops = forwardedFor.split(',')
  while (hops.length > 0 && trusted.has(address)) {
    const hop = plainAddress((hops.pop() as string).trim())
    if (isIP(hop) === 0) break
    address = hop
  }
  return address
}

/** What rate limits count by: one IPv4 address, or the /64 that one customer usually has (rule 34). */
export function addressBucket(address: string): string {
  if (!isIPv6(address)) return address
  const [head = '', tail] = address.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros =
    tail === undefined ? [] : new Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0')
  const groups = [...left, ...zeros, ...right].slice(0, 4)
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`
}
