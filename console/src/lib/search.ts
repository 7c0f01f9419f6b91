/**
 * Validates the query of a page: what is unknown or wrong is left out, as are defaults, so links stay short. Small on
 * purpose: a schema library in a route would land in the entry chunk.
 */
type Reader<T> = (value: unknown) => T | undefined
type Shape = Record<string, Reader<unknown>>
type Search<S extends Shape> = { [K in keyof S]?: S[K] extends Reader<infer T> ? T : never }

export const text: Reader<string> = (value) =>
  typeof value === 'string' && value !== ''
    ? value.slice(0, 500)
    : typeof value === 'number'
      ? String(value)
      : undefined
export const flag: Reader<true> = (value) => (value === true || value === 'true' ? true : undefined)
export const moment: Reader<string> = (value) =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? value : undefined
export function oneOf<const T extends string>(...values: readonly T[]): Reader<T> {
  return (value) => values.find((known) => known === value)
}

export function search<S extends Shape>(shape: S): (raw: Record<string, unknown>) => Search<S> {
  return (raw) => {
    const result: Record<string, unknown> = {}
    for (const [name, read] of Object.entries(shape)) {
      const value = read(raw[name])
      if (value !== undefined) result[name] = value
    }
    return result as Search<S>
  }
}

/** Where to go after signing in: a path on this origin, else `/` (rule 36). The server's own. */
export { safeNext } from '../../../contract/safe-next.ts'
