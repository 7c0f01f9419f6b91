import { z } from 'zod'

/** A moment, RFC 3339 in UTC with milliseconds. */
export const timestamp = z.string().meta({ format: 'date-time', example: '2026-11-21T20:00:00.000Z' })
const year0 = Date.parse('0000-01-01T00:00:00Z')
const year10000 = Date.parse('+010000-01-01T00:00:00Z')
/** A moment as a caller may write it: any RFC 3339 offset. */
export const timestampInput = z.iso
  .datetime({ offset: true })
  // An offset can carry the first or last day out of the four digits that RFC 3339 has for a year.
  .refine(
    (text) => !(Date.parse(text) < year0 || Date.parse(text) >= year10000),
    'In UTC, the year must be 0000 to 9999.',
  )
/** US dollars as a decimal string, nine decimals: exact, never a float. */
export const usd = z.string().meta({ format: 'decimal', example: '0.000123450' })
/** US dollars as a caller writes them: up to nine decimals. */
export const usdInput = z
  .string()
  .regex(
    /^\d{1,9}(\.\d{1,9})?$/,
    'Write US dollars as a decimal string such as "5" or "0.25", with at most nine decimals.',
  )
/** The same, where a negative amount means something. */
export const usdSignedInput = z
  .string()
  .regex(
    /^-?\d{1,9}(\.\d{1,9})?$/,
    'Write US dollars as a decimal string such as "5" or "-0.25", with at most nine decimals.',
  )

/** Text for people: no control characters but newlines and tabs; NUL never. */
export const text = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^(?:[\r\n\t]|\P{Cc})*$/u, 'Control characters are not allowed.')
/** One line of text for people, trimmed, not empty. */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^\P{Cc}*$/u, 'Control characters are not allowed.')

/** Query of every list. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).optional(),
  cursor: z.string().max(500).optional(),
}

/** Reply of every list: keyset pages. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() })

// A control character names nothing, and PostgreSQL refuses NUL.
const name = z
  .string()
  .max(64)
  .regex(/^\P{Cc}*$/u)
export const orgParams = z.object({ org: name })
export const orgIdParams = z.object({ org: name, id: name })
export const idParams = z.object({ id: name })

/** How a secret field reads: never the secret. */
export const secretView = z.object({ set: z.boolean(), hint: z.string().nullable() })

/** RFC 9457 error of every route below `/api/v1`. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string(),
  requestId: z.string(),
  methods: z.array(z.string()).optional(),
  /** A code of its own where several fields are refused for different reasons. */
  errors: z
    .array(z.object({ path: z.string(), message: z.string(), code: z.string().optional() }))
    .optional(),
})
export type Problem = z.infer<typeof problem>
