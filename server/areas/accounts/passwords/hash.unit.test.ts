import { readdir, readFile, stat } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { dummyHash, hashPassword, isWeaker, verifyPassword } from './hash.ts'
import { createPasswordHasher } from './hasher.ts'

describe('hashing passwords', () => {
  test('rule 5: argon2id with 19 MiB, two passes, one lane, stored with its parameters', async () => {
    const stored = await hashPassword('correct horse battery')
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
    expect(stored).not.toBe(await hashPassword('correct horse battery'))
    expect(await verifyPassword('correct horse battery', stored)).toBe(true)
    expect(await verifyPassword('correct horse batterx', stored)).toBe(false)
  })

  test('rule 5: a hash of lower parameters still verifies, and is known to be weaker', async () => {
    const old = await hashPassword('correct horse battery', { memory: 8192, passes: 2, lanes: 1 })
    expect(await verifyPassword('correct horse battery', old)).toBe(true)
    expect(isWeaker(old)).toBe(true)
    expect(isWeaker(await hashPassword('x'))).toBe(false)
  })

  test.runIf(process.platform === 'linux')(
    'rule 5: hashes are computed in threads that step back for everything else',
    async () => {
      await hashPassword('somebody')
      const niceOf = async (thread: string) => {
        const stat = await readFile(`/proc/self/task/${thread}/stat`, 'utf8')
        return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]
      }
      const values = await Promise.all((await readdir('/proc/self/task')).map(niceOf))
      expect(values).toContain('5')
      expect(await niceOf(String(process.pid)), 'and no other').not.toBe('5')
    },
  )

  test('rule 2: the first 72 bytes of a longer password do not verify', async () => {
    const stored = await hashPassword(`${'x'.repeat(72)}the rest`)
    expect(await verifyPassword('x'.repeat(72), stored)).toBe(false)
  })

  test('rule 49: an absent hash and an empty password verify nothing', async () => {
    const hasher = createPasswordHasher()
    expect(await hasher.verify('anything', null)).toBe(false)
    expect(await hasher.verify('', null)).toBe(false)
    expect(await hasher.verify('', await hashPassword(''))).toBe(false)
    expect(await verifyPassword('', dummyHash())).toBe(false)
  })

  test('rule 5: at most a few at once, a bounded number waits, the rest is told to come back', async () => {
    const hasher = createPasswordHasher({ atOnce: 2, waiting: 3 })
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => hasher.hash('x')))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(5)
    const refused = outcomes.find((one) => one.status === 'rejected')
    expect(refused?.reason).toMatchObject({ status: 503, code: 'busy', headers: { 'retry-after': '3' } })
    // Places are given back.
    expect(await hasher.hash('x')).toContain('$argon2id$')
  })

  test('rules 5 and 34: nobody takes more than a quarter of the places, and the others still find one', async () => {
    const hasher = createPasswordHasher({ atOnce: 1, waiting: 40 })
    const { promise, resolve } = Promise.withResolvers<void>()
    const at = (from: string, times: number) =>
      Array.from({ length: times }, () =>
        hasher
          .withPlace(from, () => promise)
          .then(
            () => 'served',
            ({ code }: { code: string }) => code,
          ),
      )
    const [greedy, other] = [at('192.0.2.1', 50), at('192.0.2.2', 3)]
    resolve()
    const said = await Promise.all(greedy)
    expect(said.filter((one) => one === 'served')).toHaveLength(10)
    expect(said.filter((one) => one === 'busy')).toHaveLength(40)
    expect(await Promise.all(other)).toEqual(['served', 'served', 'served'])
    // Places are given back.
    expect(await Promise.all(at('192.0.2.1', 10))).toEqual(Array.from({ length: 10 }, () => 'served'))
  })

  test('rule 5: who waits for too long is told to come back, and the others keep their turn', async () => {
    const hasher = createPasswordHasher({ atOnce: 1, waiting: 40, patienceMs: 50 })
    const { promise, resolve } = Promise.withResolvers<void>()
    const place = (from: string, act: () => Promise<void>) =>
      hasher.withPlace(from, act).then(
        () => 'served',
        ({ code }: { code: string }) => code,
      )
    const slow = [place('a', () => promise), place('b', () => promise)]
    expect(await place('c', async () => {})).toBe('busy')
    const next = place('d', async () => {})
    resolve()
    expect(await Promise.all([...slow, next])).toEqual(['served', 'served', 'served'])
  })

  test('rule 5: none holds the main thread, and the threads for files are not all taken', async () => {
    const hasher = createPasswordHasher()
    let done = 0
    let turns = 0
    const count = (): void => {
      turns += 1
      if (done < 30) setImmediate(count)
    }
    const hashes = Array.from({ length: 30 }, () => hasher.hash('x').finally(() => done++))
    setImmediate(count)
    await stat(import.meta.filename)
    expect(done, 'hashes that a file had to wait for').toBeLessThan(6)
    await Promise.all(hashes)
    expect(turns, 'turns of the event loop meanwhile').toBeGreaterThan(30)
  })
})
