import { appError, isAppError } from './errors.ts'

type Checks = readonly (() => unknown)[]
type Results<T extends Checks> = { -readonly [K in keyof T]: Awaited<ReturnType<T[K]>> }

/**
 * Runs checks of one form to the end, so that whoever filled it in hears of every wrong field at once, not of one after the other.
 *
 * @returns what each check returned, in their order.
 * @throws the one refusal as it came; of several the first, with the fields of all, each with a code of its own. What is no refusal of a
 * field is thrown at once.
 */
export async function together<const T extends Checks>(...checks: T): Promise<Results<T>> {
  const results: unknown[] = []
  const refusals = []
  for (const check of checks) {
    try {
      results.push(await check())
    } catch (error) {
      if (!isAppError(error) || error.extra.errors === undefined) throw error
      refusals.push(error)
    }
  }
  const [first, ...others] = refusals
  if (first === undefined) return results as Results<T>
  if (others.length === 0) throw first
  const errors = refusals.flatMap(({ code, extra }) => (extra.errors ?? []).map((one) => ({ ...one, code })))
  const detail = refusals.map((refusal) => refusal.detail).join(' ')
  throw appError(first.status, first.code, detail, { extra: { errors } })
}
