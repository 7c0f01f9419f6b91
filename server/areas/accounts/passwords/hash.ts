import { randomBytes, timingSafeEqual } from 'node:crypto'
import { argon2id } from './hash-threads.ts'

/** Cost of one hash: memory in KiB, passes over it, lanes. */
export type HashParameters = { memory: number; passes: number; lanes: number }

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane (rule 5). */
export const currentParameters: HashParameters = { memory: 19_456, passes: 2, lanes: 1 }

const saltBytes = 16
const tagBytes = 32

type Parsed = HashParameters & { salt: Buffer; tag: Buffer }

function compute(message: string, nonce: Buffer, { memory, passes, lanes }: HashParameters): Promise<Buffer> {
  return argon2id({ message, nonce, parallelism: lanes, tagLength: tagBytes, memory, passes })
}

const base64 = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '')

function write({ memory, passes, lanes, salt, tag }: Parsed): string {
  return `$argon2id$v=19$m=${memory},t=${passes},p=${lanes}$${base64(salt)}$${base64(tag)}`
}

function read(text: string): Parsed {
  const found = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(text)
  if (!found) throw new Error('A stored password is not in PHC form')
  const [, memory, passes, lanes, salt = '', tag = ''] = found
  return {
    memory: Number(memory),
    passes: Number(passes),
    lanes: Number(lanes),
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  }
}

/** Hashes a password with argon2id; the text (PHC form) holds its parameters and salt. Off the main thread. */
export async function hashPassword(password: string, parameters = currentParameters): Promise<string> {
  const salt = randomBytes(saltBytes)
  return write({ ...parameters, salt, tag: await compute(password, salt, parameters) })
}

/** Whether a password is the one that was hashed. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const parsed = read(stored)
  const tag = await compute(password, parsed.salt, parsed)
  return tag.length === parsed.tag.length && timingSafeEqual(tag, parsed.tag)
}

/** A hash of nothing: checking against it costs the same and never succeeds (rule 33). */
export function dummyHash(parameters = currentParameters): string {
  return write({ ...parameters, salt: randomBytes(saltBytes), tag: randomBytes(tagBytes) })
}

/** Whether a stored hash was made with less than what is asked now. */
export function isWeaker(stored: string, parameters = currentParameters): boolean {
  const { memory, passes, lanes } = read(stored)
  return memory < parameters.memory || passes < parameters.passes || lanes < parameters.lanes
}
