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
  /**
   * Does what looks at a password, where there is a place for it: whoever is told to come back has cost nothing else before. Inside it
   * `verify` and `hash` may still be busy, by those that come without this.
   *
   * @param from whence it comes: nobody gets more than a quarter of the places.
   * @throws busy where too many have a place already.
   */
  withPlace<T>(from: string, act: () => Promise<T>): Promise<T>
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
  /** How many may wait, some 40 ms for each before them; beyond that the answer is "busy". */
  waiting?: number
  /** How long one waits at most: where everything else takes the processors, hashing takes longer. */
  patienceMs?: number
  /** What a hash costs. Only tests of other things take less. */
  parameters?: HashParameters
  /** What the operator has decided. */
  lockout?: () => Promise<Lockout>
}

/** At most so many at once, and so many that wait for their turn, for so long; the rest is told to come back. */
function turns(
  atOnce: number,
  waiting: number,
  patienceMs: number,
): <T>(act: () => Promise<T>) => Promise<T> {
  const queue: (() => void)[] = []
  let running = 0
  return async (act) => {
    if (running >= atOnce) {
      if (queue.length >= waiting) throw busy()
      // Whoever ends hands its place over, so `running` stays as it is.
      await new Promise<void>((resolve, reject) => {
        const go = (): void => {
          clearTimeout(timer)
          resolve()
        }
        const timer = setTimeout(() => {
          queue.splice(queue.indexOf(go), 1)
          reject(busy())
        }, patienceMs)
        queue.push(go)
      })
    } else running += 1
    try {
      return await act()
    } finally {
      const next = queue.shift()
      if (next) next()
      else running -= 1
    }
  }
}

/**
 * How many wait for their turn, unless something else is said. 200 people who come at once are all served, the last after some eight seconds
 * where one is hashed at a time; who comes after them is told to return.
 */
export const hashesWaiting = 200

/** Makes the one hasher of a process. */
export function createPasswordHasher({
  atOnce = hashesAtOnce,
  waiting = hashesWaiting,
  patienceMs = 15_000,
  parameters = currentParameters,
  lockout = async () => standardLockout,
}: HasherOptions = {}): PasswordHasher {
  const dummy = dummyHash(parameters)
  const inTurn = turns(atOnce, waiting, patienceMs)
  // One more than are hashed, so that the next is read while the last is hashed.
  const places = turns(atOnce + 1, waiting, patienceMs)
  const held = new Map<string, number>()
  const share = Math.ceil(waiting / 4)

  return {
    async withPlace(from, act) {
      const others = held.get(from) ?? 0
      if (others >= share) throw busy()
      held.set(from, others + 1)
      try {
        return await places(act)
      } finally {
        const left = (held.get(from) ?? 1) - 1
        if (left === 0) held.delete(from)
        else held.set(from, left)
      }
    },
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
