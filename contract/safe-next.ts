/**
 * Where to go after signing in (rule 36): a path on this origin, as the browser would read it, else `/`. Not `//evil`, `/\evil`,
 * `https:evil`, `javascript:`, encoded slashes in front, nor anything with control characters.
 */
export function safeNext(next: unknown): string {
  if (typeof next !== 'string' || !next.startsWith('/')) return '/'
  // A browser drops tabs and newlines and reads a backslash as a slash; an encoded slash becomes one behind some proxies.
  if (/[\\\p{C}\p{Z}]/u.test(next) || /^\/*(\/|%2f|%5c|%09|%0a|%0d|%00)/i.test(next.slice(1))) return '/'
  const here = 'https://here.invalid'
  const url = URL.canParse(next, here) ? new URL(next, here) : null
  const path = url && url.origin === here ? url.pathname + url.search + url.hash : '/'
  // Dot segments may leave two slashes in front: `/./` and `/x/..//evil`.
  return /^\/(\/|%2f|%5c)/i.test(path) ? '/' : path
}
