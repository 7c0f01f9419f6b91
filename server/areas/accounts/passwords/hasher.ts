import { busy } from '../errors.ts'
import { currentParameters, dummyHash, hashPassword, isWeaker, verifyPassword } from './hash.ts'

/** Hashes and checks passwords, a few at once, so that a flood of sign-ins leaves the machine to others (rule 5). */
export type PasswordHasher = {
  /** @throws busy where too many wait already. */
  hash(password: string): Promise<string>
  /** @param stored null where there is none: takes as long, and is false. @throws busy */
  verify(password: string, stored: string | null): Promise<boolean>
  /** Whether a stored hash should be made again, with today's parameters. */
  isWeaker(stored: string): boolean
}

export type HasherOptions = {
  /** Each takes 19 MiB and a thread of the pool for some 40 ms. */
  atOnce?: number
  /** How many may wait; beyond that the answer is "busy". */
  waiting?: number
}

/** Makes the one hasher of a process. */
export function createPasswordHasher({ atOnce = 2, waiting = 64 }: HasherOptions = {}): PasswordHasher {
  const queue: (() => void)[] = []
  const dummy = dummyHash(currentParameters)
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
    hash: (password) => inTurn(() => hashPassword(password)),
    verify: (password, stored) =>
      inTurn(async () => {
        // Rule 49: an absent hash or an empty password verifies nothing, and takes as long to say so.
        const good = await verifyPassword(password, stored ?? dummy)
        return good && stored !== null && password !== ''
      }),
    isWeaker,
  }
}
