/** Which addresses are public (IANA special-purpose registries, RFC 6890 and after). */
import { BlockList, isIP } from 'node:net'

const NOT_PUBLIC_4: [string, string][] = [
  ['0.0.0.0/8', 'an unspecified address'],
  ['10.0.0.0/8', 'a private address'],
  ['100.64.0.0/10', 'an address of a carrier network'],
  ['127.0.0.0/8', 'a loopback address'],
  ['168.63.129.16/32', 'a service address of a cloud host'],
  ['169.254.0.0/16', 'a link-local address'],
  ['172.16.0.0/12', 'a private address'],
  ['192.0.0.0/24', 'a reserved address'],
  ['192.0.2.0/24', 'a documentation address'],
  ['192.88.99.0/24', 'a reserved address'],
  ['192.168.0.0/16', 'a private address'],
  ['198.18.0.0/15', 'a reserved address'],
  ['198.51.100.0/24', 'a documentation address'],
  ['203.0.113.0/24', 'a documentation address'],
  ['224.0.0.0/4', 'a multicast address'],
  ['240.0.0.0/4', 'a reserved address'],
]

/** Public IPv6 is 2000::/3 without these; everything outside is named by the second list or called reserved. */
const NOT_PUBLIC_6: [string, string][] = [
  ['2001::/23', 'a reserved address'],
  ['2001:db8::/32', 'a documentation address'],
  ['3fff::/20', 'a documentation address'],
  ['::/128', 'an unspecified address'],
  ['::1/128', 'a loopback address'],
  ['fc00::/7', 'a private address'],
  ['fe80::/10', 'a link-local address'],
  ['fec0::/10', 'a private address'],
  ['ff00::/8', 'a multicast address'],
]

/** Forms that carry an IPv4 address: prefix, and the index of the 16-bit group where it begins. */
const CARRIERS: [string, number][] = [
  ['::ffff:0:0/96', 6], // IPv4-mapped
  ['::ffff:0:0:0/96', 6], // translated, RFC 2765
  ['64:ff9b::/96', 6], // NAT64
  ['64:ff9b:1::/48', 6], // NAT64 of a local prefix, /96 as in use
  ['2002::/16', 1], // 6to4
  ['::/96', 6], // IPv4-compatible, long deprecated
]

/** By family: node's BlockList would let `::/0` match every IPv4 address as well. */
export type AllowList = { four: BlockList; six: BlockList }

/** The operator's CIDRs as a list; a bare address is a network of one. Throws a `TypeError` that names a bad one. */
export function allowList(cidrs: readonly string[]): AllowList {
  const list: AllowList = { four: new BlockList(), six: new BlockList() }
  for (const cidr of cidrs) add(list, cidr)
  return list
}

function add(list: AllowList, cidr: string): void {
  const [address = '', prefix, ...rest] = cidr.trim().split('/')
  const family = isIP(address)
  const most = family === 4 ? 32 : 128
  const bits = prefix === undefined ? most : /^\d{1,3}$/.test(prefix) ? Number(prefix) : -1
  if (family === 0 || rest.length > 0 || bits < 0 || bits > most) {
    throw new TypeError(`"${cidr}" is not a network such as 192.168.1.0/24 or fd00::/8`)
  }
  if (family === 4) list.four.addSubnet(address, bits, 'ipv4')
  else list.six.addSubnet(address, bits, 'ipv6')
}

const tables = {
  four: NOT_PUBLIC_4.map(([cidr, what]) => ({ list: allowList([cidr]).four, what })),
  six: NOT_PUBLIC_6.map(([cidr, what]) => ({ list: allowList([cidr]).six, what })),
  carriers: CARRIERS.map(([cidr, group]) => ({ list: allowList([cidr]).six, group })),
  global6: allowList(['2000::/3']).six,
}

/**
 * Why an address may not be connected to, as words that follow "is"; null when it may. An IPv6 form that carries an
 * IPv4 address is refused whatever it carries, unless the operator lists the form and may reach what it carries.
 */
export function addressProblem(address: string, allowed: AllowList): string | null {
  const bare = address.split('%', 1)[0] ?? '' // fe80::1%eth0
  const family = isIP(bare)
  if (family === 0) return 'not an address'
  if (family === 4) {
    if (allowed.four.check(bare, 'ipv4')) return null
    return tables.four.find(({ list }) => list.check(bare, 'ipv4'))?.what ?? null
  }
  const listed = allowed.six.check(bare, 'ipv6')
  const carrier = tables.carriers.find(({ list }) => list.check(bare, 'ipv6'))
  if (carrier !== undefined && !isPlain(bare)) {
    const carried = carriedAddress(bare, carrier.group)
    if (listed && addressProblem(carried, allowed) === null) return null
    return `another form of the address ${carried}`
  }
  if (listed) return null
  const special = tables.six.find(({ list }) => list.check(bare, 'ipv6'))
  if (special !== undefined) return special.what
  return tables.global6.check(bare, 'ipv6') ? null : 'a reserved address'
}

/** `::` and `::1` lie in the IPv4-compatible range but are themselves. */
function isPlain(address: string): boolean {
  const groups = groupsOf(address)
  return groups.slice(0, 7).every((group) => group === 0) && (groups[7] ?? 0) <= 1
}

function carriedAddress(address: string, group: number): string {
  const groups = groupsOf(address)
  const high = groups[group] ?? 0
  const low = groups[group + 1] ?? 0
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}

/** The eight groups of a valid IPv6 address, in whatever spelling. */
function groupsOf(address: string): number[] {
  // the URL parser knows every spelling and answers one
  const canonical = new URL(`http://[${address}]/`).hostname.slice(1, -1)
  const [head = '', tail] = canonical.split('::')
  const parse = (part: string): number[] =>
    part === '' ? [] : part.split(':').map((one) => Number.parseInt(one, 16))
  const before = parse(head)
  if (tail === undefined) return before
  const after = parse(tail)
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => 0), ...after]
}
