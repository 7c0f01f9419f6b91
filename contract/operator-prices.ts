import { z } from 'zod'
import { pageOf, pageQuery, timestamp, timestampInput } from './common.ts'
import { endpoint } from './endpoint.ts'
import { priceView } from './operator.ts'

/** What a price of ours and a list's price of the same model charge for one bucket; null: neither a rate nor one to fall back on. */
const difference = z.object({
  bucket: z.string(),
  /** US dollars per million units; for `request`, per call. */
  ownUsd: z.string().nullable(),
  listUsd: z.string().nullable(),
  /** How much more ours is, in percent with one decimal: `"-12.5"`; null where there is nothing to compare. */
  percent: z.string().nullable(),
})

export const priceComparison = z.object({
  model: z.string(),
  own: priceView,
  /** Whose list it is compared with: the upstream's that serves the model, else one that knows its name; null: none does. */
  provider: z.string().nullable(),
  list: priceView.nullable(),
  verdict: z.enum(['same', 'dearer', 'cheaper', 'mixed', 'unlisted']),
  differences: z.array(difference),
})

/** Why a line of a price list is not taken. */
export const priceLineProblems = [
  'not_an_object',
  'no_model',
  'bad_model',
  'duplicate',
  'bad_state',
  'bad_date',
  'date_past',
  'unknown_field',
  'bad_rate',
  'no_rates',
  'rates_of_free',
  'columns',
] as const

const lineBase = { line: z.number().int(), model: z.string(), effectiveFrom: timestamp.nullable() }
const figures = z.object({
  state: z.enum(['priced', 'free']),
  ratesUsdPerMillion: z.record(z.string(), z.string()),
  perRequestUsd: z.string(),
})

export const priceImportView = z.object({
  /** Names exactly what would change: applying asks for it, so that nothing else happens than was shown. */
  plan: z.string(),
  added: z.array(z.object({ ...lineBase, after: figures })),
  changed: z.array(z.object({ ...lineBase, before: figures, after: figures })),
  removed: z.array(z.object({ model: z.string(), before: figures })),
  unchanged: z.number().int(),
  refused: z.array(
    z.object({
      line: z.number().int(),
      model: z.string().nullable(),
      problem: z.enum(priceLineProblems),
      /** What it is about: a column, a field, a value. */
      about: z.string().nullable(),
    }),
  ),
})

const importBody = {
  format: z.enum(['json', 'csv']),
  text: z.string().max(1_000_000),
  /** From when lines without a date of their own count; now where nothing is said. */
  effectiveFrom: timestampInput.optional(),
  /** The list is complete: our own prices of models that it does not name end. */
  complete: z.boolean(),
}

export const adminPrices = {
  comparePrices: endpoint({
    method: 'GET',
    path: '/admin/price-comparison',
    access: { kind: 'operator' },
    summary: 'Our own prices beside those of the price lists, with the differences',
    query: z.strictObject({ ...pageQuery, q: z.string().max(20_000).optional() }),
    reply: pageOf(priceComparison),
  }),
  checkPriceList: endpoint({
    method: 'POST',
    path: '/admin/price-import/check',
    access: { kind: 'operator' },
    summary: 'What a price list (JSON or CSV) would change, line by line; changes nothing',
    body: z.strictObject(importBody),
    reply: priceImportView,
    bodyBytes: 2_097_152,
  }),
  importPrices: endpoint({
    method: 'POST',
    path: '/admin/price-import',
    access: { kind: 'operator', confirm: true },
    summary: 'Apply a price list that was checked, all of it or nothing; lines that were refused stay out',
    body: z.strictObject({ ...importBody, plan: z.string().max(100) }),
    reply: z.object({ added: z.number().int(), changed: z.number().int(), removed: z.number().int() }),
    bodyBytes: 2_097_152,
  }),
}
