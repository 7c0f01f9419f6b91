import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { testLog } from '../testing/index.ts'
import { prepareDirectory, worldIsMade, worldWasMade } from './demo/directory.ts'
import { lockDirectory } from './lock.ts'
import { createLogger, readableLine } from './logger.ts'
import { masterKeyPath, masterKeys } from './master-key.ts'
import { createStop } from './stop.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portico-process-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('the lock of the data directory', () => {
  test('is for one holder, and free again after it', () => {
    const dataDir = join(folder, 'new', 'data')
    const lock = lockDirectory(dataDir)
    expect(() => lockDirectory(dataDir)).toThrow(/Another Portico runs on the data directory/)
    lock.release()
    lockDirectory(dataDir).release()
  })

  test('a directory that cannot be is said to be so', () => {
    writeFileSync(join(folder, 'file'), '')
    expect(() => lockDirectory(join(folder, 'file', 'data'))).toThrow(/cannot be used/)
  })
})

describe('promise 7: the master key', () => {
  test('is made once, of 256 bits, for its owner only', () => {
    const [key] = masterKeys(null, folder)
    expect(Buffer.from(key as string, 'base64url').length).toBe(32)
    expect(statSync(masterKeyPath(folder)).mode & 0o777).toBe(0o600)
    expect(masterKeys(null, folder)).toEqual([key])
  })

  test('comes from the environment where it is given there, the first one to encrypt', () => {
    expect(masterKeys('the-new-key-of-this-year, the-old-key-of-last-year', folder)).toEqual([
      'the-new-key-of-this-year',
      'the-old-key-of-last-year',
    ])
    expect(existsSync(masterKeyPath(folder))).toBe(false)
  })

  test('rule 49: an empty or short one is refused', () => {
    expect(() => masterKeys('short', folder)).toThrow(/at least 16/)
    expect(() => masterKeys(' , ', folder)).toThrow(/at least 16/)
    writeFileSync(masterKeyPath(folder), '')
    expect(() => masterKeys(null, folder)).toThrow(/master\.key/)
  })
})

describe('rule 46: no secret reaches a log', () => {
  const lines: string[] = []
  const log = createLogger('debug', { write: (line) => void lines.push(line) })
  beforeEach(() => lines.splice(0))

  test('not by the name of a field, however deep', () => {
    const secret = 'canary-1234567890'
    log.info(
      {
        authorization: secret,
        headers: { cookie: secret, 'x-api-key': secret, 'set-cookie': [secret] },
        body: { currentPassword: secret, list: [{ apiKey: secret, sessionToken: secret }] },
        clientSecret: { value: secret },
        databaseUrl: secret,
        inputTokens: 12,
      },
      'a request',
    )
    expect(lines.join('')).not.toContain('canary')
    expect(lines.join('')).toContain('"inputTokens":12')
  })

  test('not inside of a sentence, an error, its cause or its fields', () => {
    const cause = new Error('Authorization: Bearer canary-1234567890 was refused')
    const error = Object.assign(new Error('no answer from postgres://ada:canary-1@db/portico', { cause }), {
      request: { headers: { whatever: 'canary-2' } },
    })
    log.error({ err: error }, 'failed')
    log.warn({ url: 'http://localhost/setup?token=canary-3&x=1' }, 'asked')
    log.warn({ key: 'pk_01abc_canary4canary4' }, 'pasted')
    expect(lines.join('')).not.toContain('canary')
    expect(lines[0]).toContain('postgres://ada:[redacted]@db/portico')
    expect(lines[1]).toContain('x=1')
  })

  test('a newline in a field does not make a line', () => {
    log.info({ userAgent: 'a\nlevel=error' }, 'request')
    expect(lines).toHaveLength(1)
    expect((lines[0] as string).trimEnd()).not.toContain('\n')
    expect(JSON.parse(lines[0] as string)).toMatchObject({ level: 'info', msg: 'request' })
  })

  test('a terminal gets lines to read', () => {
    log.info({ status: 200 }, 'request')
    expect(readableLine(lines[0] as string)).toMatch(/^\d\d:\d\d:\d\d INFO {2}request {2}status=200\n$/)
  })
})

describe('stopping', () => {
  const order: string[] = []
  beforeEach(() => order.splice(0))
  const options = (exit: (code: number) => void) => ({ log: testLog(), patienceSeconds: 0.05, exit })
  const parts = {
    drain: async () => void order.push('drain'),
    cut: () => void order.push('cut'),
    close: async () => void order.push('close'),
  }

  test('drains, then closes, once, and ends with 0', async () => {
    const stop = createStop(
      parts,
      options((code) => void order.push(`exit ${code}`)),
    )
    await Promise.all([stop('SIGTERM', false), stop('SIGTERM', false)])
    expect(order).toEqual(['drain', 'close', 'exit 0'])
  })

  test('cuts what does not end in time, then still writes it down', async () => {
    let cut = (): void => {}
    const drained = new Promise<void>((resolve) => {
      cut = resolve
    })
    const slow = { ...parts, drain: () => drained, cut: () => cut() }
    await createStop(
      slow,
      options((code) => void order.push(`exit ${code}`)),
    )('SIGTERM', false)
    expect(order).toEqual(['close', 'exit 0'])
  })

  test('after an error, or where closing fails, it ends with 1', async () => {
    await createStop(
      parts,
      options((code) => void order.push(`exit ${code}`)),
    )('an error', true)
    const broken = { ...parts, close: () => Promise.reject(new Error('no')) }
    await createStop(
      broken,
      options((code) => void order.push(`exit ${code}`)),
    )('SIGTERM', false)
    expect(order.filter((step) => step.startsWith('exit'))).toEqual(['exit 1', 'exit 1'])
  })
})

describe('the directory of the demo', () => {
  test('a finished world stays, one that was cut short or is of another version goes', () => {
    prepareDirectory(folder)
    writeFileSync(join(folder, 'portico.db'), 'half')
    expect(worldIsMade(folder)).toBe(false)
    prepareDirectory(folder)
    expect(existsSync(join(folder, 'portico.db'))).toBe(false)
    writeFileSync(join(folder, 'portico.db'), 'whole')
    worldWasMade(folder)
    prepareDirectory(folder)
    expect(readFileSync(join(folder, 'portico.db'), 'utf8')).toBe('whole')
    writeFileSync(join(folder, 'demo-world'), '0')
    prepareDirectory(folder)
    expect(existsSync(join(folder, 'portico.db'))).toBe(false)
  })

  test('what no demo made is never emptied', () => {
    writeFileSync(join(folder, 'portico.db'), 'precious')
    expect(() => prepareDirectory(folder)).toThrow(/no demo made/)
    expect(readFileSync(join(folder, 'portico.db'), 'utf8')).toBe('precious')
  })
})
