/** A field that an event tells of. `before` is there where the event says what it was. */
export type Change = { readonly field: string; readonly before?: unknown; readonly after: unknown }

/** What says the same as the event itself does, or is said beside who did it. */
const said = new Set(['kind', 'security', 'accessToken'])

/** What an event tells, field by field; of a change from one state to another only what differs. */
export function changesOf(details: Readonly<Record<string, unknown>>, target: string | null): Change[] {
  const { from, to } = details
  if (isFields(from) && isFields(to))
    return Object.entries(to)
      .filter(([field, after]) => JSON.stringify(from[field]) !== JSON.stringify(after))
      .map(([field, after]) => ({ field, before: from[field], after }))
  return Object.entries(details)
    .filter(([field, value]) => !said.has(field) && !(field === 'ref' && value === target))
    .filter(([field, value]) => field !== 'operator' || value === true)
    .filter(([, value]) => value !== '' && value !== undefined)
    .map(([field, after]) => ({ field, after }))
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whole nano-dollars as the decimal string that money is shown from. */
export function nanosToUsd(nanos: string): string {
  const negative = nanos.startsWith('-')
  const digits = nanos.replace('-', '').padStart(10, '0')
  return `${negative ? '-' : ''}${digits.slice(0, -9)}.${digits.slice(-9)}`
}
