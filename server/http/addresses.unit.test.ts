import { describe, expect, test } from 'vitest'
import { addressProblem, allowList } from './addresses.ts'

const nothing = allowList([])

describe('rule 38: only public addresses', () => {
  test.each([
    ['0.0.0.0', 'unspecified'],
    ['0.1.2.3', 'unspecified'],
    ['10.0.0.1', 'private'],
    ['100.64.0.1', 'carrier'],
    ['100.127.255.255', 'carrier'],
    ['127.0.0.1', 'loopback'],
    ['127.255.255.254', 'loopback'],
    ['169.254.169.254', 'link-local'],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['192.168.1.1', 'private'],
    ['192.0.0.192', 'reserved'],
    ['192.88.99.1', 'reserved'],
    ['198.19.255.255', 'reserved'],
    ['192.0.2.1', 'documentation'],
    ['198.51.100.1', 'documentation'],
    ['203.0.113.1', 'documentation'],
    ['224.0.0.1', 'multicast'],
    ['239.255.255.255', 'multicast'],
    ['240.0.0.1', 'reserved'],
    ['255.255.255.255', 'reserved'],
    ['168.63.129.16', 'cloud'],
    ['::', 'unspecified'],
    ['::1', 'loopback'],
    ['0:0:0:0:0:0:0:1', 'loopback'],
    ['fc00::1', 'private'],
    ['fd00:ec2::254', 'private'],
    ['fe80::1', 'link-local'],
    ['fe80::1%eth0', 'link-local'],
    ['fec0::1', 'private'],
    ['ff02::1', 'multicast'],
    ['2001:db8::1', 'documentation'],
    ['3fff::1', 'documentation'],
    ['2001::1', 'reserved'], // Teredo
    ['100::1', 'reserved'],
    ['4000::1', 'reserved'],
    ['::ffff:127.0.0.1', '127.0.0.1'],
    ['::ffff:7f00:1', '127.0.0.1'],
    ['0:0:0:0:0:ffff:a9fe:a9fe', '169.254.169.254'],
    ['::ffff:8.8.8.8', '8.8.8.8'], // a mapped form of a public address, too
    ['::ffff:0:127.0.0.1', '127.0.0.1'],
    ['::127.0.0.1', '127.0.0.1'],
    ['64:ff9b::127.0.0.1', '127.0.0.1'],
    ['64:ff9b::a00:1', '10.0.0.1'],
    ['64:ff9b:1::a00:1', '10.0.0.1'],
    ['2002:7f00:1::', '127.0.0.1'],
    ['2002:c0a8:101::1', '192.168.1.1'],
    ['localhost', 'not an address'],
    ['', 'not an address'],
  ])('%s is refused as %s', (address, why) => {
    expect(addressProblem(address, nothing)).toContain(why)
  })

  test.each([
    '1.1.1.1',
    '8.8.8.8',
    '9.255.255.255',
    '11.0.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '126.255.255.255',
  ])('%s is public', (address) => expect(addressProblem(address, nothing)).toBeNull())
  test.each([
    '128.0.0.0',
    '172.15.255.255',
    '172.32.0.0',
    '223.255.255.255',
    '2606:4700:4700::1111',
    '2a00::1',
    '2001:4860::1',
  ])('%s is public', (address) => expect(addressProblem(address, nothing)).toBeNull())
})

describe('the operator’s list', () => {
  test('opens what it names, and nothing beside it', () => {
    const allowed = allowList(['192.168.1.0/24', 'fd00::/8', '127.0.0.1'])
    for (const open of ['192.168.1.9', 'fd12::1', '127.0.0.1'])
      expect(addressProblem(open, allowed)).toBeNull()
    for (const shut of ['192.168.2.9', 'fc00::1', '127.0.0.2', '::1', '10.0.0.1']) {
      expect(addressProblem(shut, allowed), shut).not.toBeNull()
    }
  })

  test('a form that carries another address needs both on the list', () => {
    expect(addressProblem('::ffff:127.0.0.1', allowList(['127.0.0.0/8']))).not.toBeNull()
    expect(addressProblem('64:ff9b::10.0.0.1', allowList(['64:ff9b::/96']))).not.toBeNull()
    expect(addressProblem('64:ff9b::10.0.0.1', allowList(['64:ff9b::/96', '10.0.0.0/8']))).toBeNull()
    expect(addressProblem('64:ff9b::8.8.8.8', allowList(['64:ff9b::/96']))).toBeNull()
  })

  test('all of IPv6 is not all of IPv4', () => {
    expect(addressProblem('127.0.0.1', allowList(['::/0']))).not.toBeNull()
    expect(addressProblem('::1', allowList(['::/0']))).toBeNull()
    expect(addressProblem('::1', allowList(['0.0.0.0/0']))).not.toBeNull()
  })

  test.each(['', 'lan', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/-1', '10.0.0.0/8/8', 'fd00::/129', '10.0.0/8'])(
    '%j is not a network',
    (cidr) => expect(() => allowList([cidr])).toThrow(TypeError),
  )
})
