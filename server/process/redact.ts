const secretName =
  /(authorization|cookie|password|passphrase|secret|secret_?key|api-?_?key|token|credential|database_?url)s?$/i
const depthLimit = 6
export const redacted = '[redacted]'

/** Secrets inside a sentence: our own keys and tokens, bearer credentials, passwords in addresses, tokens in links. */
const insideText: [RegExp, string][] = [
  [/\b(pk_[0-9a-z]+_)[\w-]{6,}/gi, `$1${redacted}`],
  [/\b(pat_)[\w-]{6,}/gi, `$1${redacted}`],
  [/\b(bearer\s+)[\w.~+/=-]{6,}/gi, `$1${redacted}`],
  [/(:\/\/[^\s/:@]*:)[^\s/@]+@/g, `$1${redacted}@`],
  [/([?&](?:token|code|invitation|key|secret)=)[^\s&#"']+/gi, `$1${redacted}`],
]

export function redactText(text: string): string {
  let clean = text
  for (const [pattern, by] of insideText) clean = clean.replace(pattern, by)
  return clean
}

/**
 * What may be logged of a value: fields named like a secret are covered at any depth, errors become their type, message and stack,
 * and text is cleared of what looks like a credential. Counts (`inputTokens: 12`) stay: a number is no secret.
 */
export function redact(value: unknown, name = '', depth = 0): unknown {
  if (typeof value === 'string') return secretName.test(name) ? redacted : redactText(value)
  if (typeof value === 'bigint') return value.toString()
  if (typeof value !== 'object' || value === null) return value
  if (secretName.test(name)) return redacted
  if (depth >= depthLimit) return '[deeper]'
  if (value instanceof Error) return redactError(value, depth)
  if (value instanceof Date) return value.toISOString()
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`
  if (Array.isArray(value)) return value.map((item) => redact(item, '', depth + 1))
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, redact(item, key, depth + 1)]))
}

// Own fields of an error (a request, a response, its headers) stay out: only what says what happened goes in.
function redactError(error: Error & { code?: unknown }, depth: number): Record<string, unknown> {
  return {
    type: error.name,
    message: redactText(error.message),
    ...(typeof error.code === 'string' ? { code: error.code } : {}),
    stack: redactText(error.stack ?? ''),
    ...(error.cause === undefined ? {} : { cause: redact(error.cause, 'cause', depth + 1) }),
  }
}
