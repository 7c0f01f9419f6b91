import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { leaveForTheRun, searchRun } from './canary-run.ts'
import { createCanarySearch } from './canary-search.ts'

describe('looking for many secrets at once', () => {
  test('finds what is there, wherever it stands, and nothing else', () => {
    const secret = fc.string({ unit: 'binary', minLength: 14, maxLength: 40 })
    const property = fc.property(
      fc.array(secret, { maxLength: 20 }),
      fc.array(fc.string({ unit: 'binary' }), { maxLength: 20 }),
      fc.nat(),
      (secrets, words, choice) => {
        const search = createCanarySearch(secrets)
        const planted = [...words]
        const one = secrets[choice % (secrets.length || 1)]
        if (one) planted.splice(choice % (words.length + 1), 0, one)
        const text = Buffer.from(planted.join('')).toString()
        const there = secrets.filter((each) => text.includes(Buffer.from(each).toString()))
        expect(search(text)).toEqual(expect.arrayContaining(there))
        for (const found of search(words.join(' '))) expect(words.join(' ')).toContain(found)
      },
    )
    fc.assert(property)
  })

  test('finds it as JSON, in an address, in hexadecimal and in base64', () => {
    const secret = 'blue "lantern"\n& harbour ü'
    const search = createCanarySearch(['another secret here', secret])
    const bytes = Buffer.from(secret)
    for (const text of [
      JSON.stringify({ secret }),
      `?x=${encodeURIComponent(secret)}`,
      bytes.toString('hex'),
      `dump: ${Buffer.from(`${secret} and more`).toString('base64')}`,
    ])
      expect(search(text), text).toEqual([secret])
    expect(search('blue lantern')).toEqual([])
  })
})

describe('the search over a whole run', () => {
  const folder = mkdtempSync(join(tmpdir(), 'portico-canaries-'))
  afterEach(() => {
    vi.unstubAllEnvs()
    rmSync(folder, { recursive: true, force: true })
  })

  test('finds a secret of one test in what another left, and says what was not looked through', () => {
    const log = 'info nothing to see'
    const secrets = ['a canary of the first']
    leaveForTheRun({ test: 'by-hand.test.ts', store: 'sqlite', secrets, kept: { log } })
    vi.stubEnv('PORTICO_TEST_CANARIES', folder)
    leaveForTheRun({ test: 'one.test.ts', store: 'sqlite', secrets, kept: { log } })
    expect(searchRun(folder)).toMatchObject({ apps: 1, secrets: 1, leaks: [] })
    const metrics = `x{label="${secrets[0]}"} 1`
    leaveForTheRun({ test: 'two.test.ts', store: 'postgres', secrets: [], kept: { log: '', metrics } })
    const { leaks, missing } = searchRun(folder)
    expect(leaks).toEqual(['metrics of two.test.ts (postgres) holds a canary…, a secret of one.test.ts'])
    expect(missing).toContain('postgres: log')
    expect(missing).not.toContain('sqlite: log')
  })
})
