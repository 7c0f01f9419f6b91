import { busy } from '../errors.ts'
import {
  currentParameters,
  dummyHash,
  type HashParameters,
  hashPassword,
  isWeaker,
  verifyPassword,
} from './hash.ts'
import { hashesAtOnce } from './hash-threads.ts'
import { type Lockout, standardLockout } from './limits.ts'

/** Hashes and checks passwords, a few at once, so that a flood of sign-ins leaves the machine to others (rule 5). */
export type PasswordHasher = {
  /** @throws busy where too many wait already. */
  hash(password: string): Promise<string>
  /** @param stored null where there is none: takes as long, and is false. @throws busy */
  verify(password: string, stored: string | null): Promise<boolean>
  /** Whether a stored hash should be made again, with today's parameters. */
  isWeaker(stored: string): boolean
  /** How many wrong ones an account takes, as the operator has decided: whoever looks at a password counts the try against it first. */
  lockout(): Promise<Lockout>
}

export type HasherOptions = {
  /** Each takes 19 MiB and a thread for some 40 ms. */
  atOnce?: number
  /** How many may wait; beyond that the answer is "busy". */
  waiting?: number
  /** What a hash costs. Only tests of other things take less. */
  parameters?: HashParameters
  /** What the operator has decided. */
  lockout?: () => Promise<Lockout>
}

/** Makes the one hasher of a process. */
export function createPasswordHasher({
  atOnce = hashesAtOnce,
  waiting = 64,
  parameters = currentParameters,
  lockout = async () => standardLockout,
}: HasherOptions = {}): PasswordHasher {
  const queue: (() => void)[] = []
  const dummy = dummyHash(parameters)
  let running = 0

  async function inTurn<T>(act: () => Promise<T>): Promise<T> {
    if (running >= atOnce) {
      if (queue.length >= waiting) throw busy()
      // Whoever ends hands its place over, so `running` stays as it is.
      await new Promise<void>((resolve) => queue.push(resolve))
    } else running += 1
    try {
      return await act()
    } finally {
      const next = queue.shift()
      if (next) next()
      else running -= 1
    }
  }

  return {
    hash: (password) => inTurn(() => hashPassword(password, parameters)),
    verify: (password, stored) =>
      inTurn(async () => {
        // Rule 49: an absent hash or an empty password verifies nothing, and takes as long to say so.
        const good = await verifyPassword(password, stored ?? dummy)
        return good && stored !== null && password !== ''
      }),
    isWeaker: (stored) => isWeaker(stored, parameters),
    lockout,
  }
}
