import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { newId } from '../../lib/id.ts'
import { digestOf } from '../../lib/secret.ts'
import { recordedIp } from './recorded-ip.ts'
import { claimedKeyId, newKeySecret } from './secret.ts'
import { statusOf } from './status.ts'

describe('a secret', () => {
  test('reads pk_<id>_<secret><check>, the check being the CRC32 of all before it', () => {
    const id = newId('key', Date.now())
    const { secret, digest, hint } = newKeySecret(id)
    expect(secret).toMatch(new RegExp(`^pk_${id.slice(4)}_[0-9a-z]{32}[0-9a-f]{8}$`))
    expect(Number.parseInt(secret.slice(-8), 16)).toBe(crc32(secret.slice(0, -8)))
    expect(digest).toBe(digestOf(secret))
    expect(hint).toBe(`…${secret.slice(-4)}`)
    expect(claimedKeyId(secret)).toBe(id)
  })

  test('any one changed, dropped or added character is refused without a look-up', () => {
    const { secret } = newKeySecret(newId('key', Date.now()))
    fc.assert(
      fc.property(
        fc.nat(secret.length - 1),
        fc.string({ unit: 'binary', minLength: 0, maxLength: 2 }),
        (at, put) => {
          const changed = secret.slice(0, at) + put + secret.slice(at + 1)
          fc.pre(changed !== secret)
          expect(claimedKeyId(changed)).toBeNull()
        },
      ),
      { numRuns: 2000 },
    )
  })

  test('what is no secret at all is none', () => {
    for (const text of ['', 'pk_', 'sk-abc', 'x'.repeat(70), 'x'.repeat(1_000_000), '\0'.repeat(70)])
      expect(claimedKeyId(text)).toBeNull()
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => claimedKeyId(text) === null))
  })
})

test('promise 10: an address is stored as the policy says, and what is no address never', () => {
  const cases: [string | null, string | null, string | null][] = [
    ['203.0.113.77', '203.0.113.0', '203.0.113.77'],
    ['::ffff:203.0.113.77', '203.0.113.0', '203.0.113.77'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1::', '2001:db8:1:2:3:4:5:6'],
    ['2001:db8::1', '2001:db8::', '2001:db8::1'],
    ['::1', '::', '::1'],
    ['1::2:3:4', '1::', '1::2:3:4'],
    ['fe80::1%eth0', 'fe80::', 'fe80::1'],
    ['not an address', null, null],
    ['', null, null],
    [null, null, null],
  ]
  for (const [address, truncated, full] of cases) {
    expect(recordedIp('off', address)).toBeNull()
    expect(recordedIp('truncated', address)).toBe(truncated)
    expect(recordedIp('full', address)).toBe(full)
  }
})

test('a truncated address tells nothing but its network', () => {
  fc.assert(
    fc.property(fc.ipV6(), fc.ipV4(), (six, four) => {
      const kept = recordedIp('truncated', six)
      expect(kept).toMatch(/^[0-9a-f:]+$|^\d+\.\d+\.\d+\.0$/)
      expect(recordedIp('truncated', kept)).toBe(kept)
      expect(recordedIp('truncated', four)).toBe(`${four.split('.').slice(0, 3).join('.')}.0`)
    }),
  )
})

test('a status goes by the clock, and says what cannot be undone first', () => {
  const key = { revokedAt: null, disabledAt: null, expiresAt: null, orphaned: false }
  expect(statusOf(key, 10)).toBe('active')
  expect(statusOf({ ...key, expiresAt: 11 }, 10)).toBe('active')
  expect(statusOf({ ...key, expiresAt: 10 }, 10)).toBe('expired')
  expect(statusOf({ ...key, orphaned: true }, 10)).toBe('disabled')
  expect(statusOf({ ...key, expiresAt: 1, disabledAt: 5 }, 10)).toBe('disabled')
  expect(statusOf({ ...key, expiresAt: 1, disabledAt: 5, revokedAt: 7, orphaned: true }, 10)).toBe('revoked')
})
