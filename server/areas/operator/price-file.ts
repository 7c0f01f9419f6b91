import type { priceLineProblems } from '../../../contract/operator-prices.ts'
import { isBucketName } from '../money/index.ts'
import { priceListUnreadable } from './errors.ts'

export type LineProblem = (typeof priceLineProblems)[number]
/** A line as it was written: every figure still text. `line` counts from one, as an editor does (JSON: the entry's number). */
export type PriceLine = {
  line: number
  model: string
  state: string | null
  effectiveFrom: string | null
  rates: Record<string, string>
  perRequestUsd: string | null
}
export type RefusedLine = { line: number; model: string | null; problem: LineProblem; about: string | null }

const mostLines = 5000

/**
 * Reads a price list.
 *
 * - JSON: `[{"model": "…", "state": "priced", "effectiveFrom": "…", "ratesUsdPerMillion": {"input": "2.5"}, "perRequestUsd": "0"}]`, or
 *   the same below `"prices"`. Only `model` must be there.
 * - CSV: a first line that names the columns `model`, `state`, `effective_from`, `per_request` and buckets (`input`, `output`, …).
 *
 * @throws 400 `price_list_unreadable` where the whole of it is neither.
 */
export function readPriceFile(
  format: 'json' | 'csv',
  text: string,
): { lines: PriceLine[]; refused: RefusedLine[] } {
  const clean = text.replace(/^\uFEFF/, '')
  return format === 'json' ? readJson(clean) : readCsv(clean)
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const jsonFields = new Set(['model', 'state', 'effectiveFrom', 'ratesUsdPerMillion', 'perRequestUsd'])
/** Numbers are taken as they are printed; what is printed as 1e-7 is refused with the rates. */
const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

function readJson(text: string): { lines: PriceLine[]; refused: RefusedLine[] } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw priceListUnreadable('This is not JSON.')
  }
  const entries = isRecord(value) ? value.prices : value
  if (!Array.isArray(entries)) throw priceListUnreadable('The JSON holds no list of prices.')
  if (entries.length > mostLines) throw priceListUnreadable('A list has at most 5000 lines.')
  const lines: PriceLine[] = []
  const refused: RefusedLine[] = []
  entries.forEach((entry: unknown, index) => {
    const line = index + 1
    if (!isRecord(entry)) {
      refused.push({ line, model: null, problem: 'not_an_object', about: null })
      return
    }
    const model = typeof entry.model === 'string' ? entry.model.trim() : ''
    const refuse = (problem: LineProblem, about: string | null) =>
      refused.push({ line, model: model === '' ? null : model.slice(0, 256), problem, about })
    const unknown = Object.keys(entry).find((name) => !jsonFields.has(name))
    if (model === '') refuse('no_model', null)
    else if (unknown !== undefined) refuse('unknown_field', unknown.slice(0, 100))
    else if (!isRecord(entry.ratesUsdPerMillion ?? {})) refuse('bad_rate', 'ratesUsdPerMillion')
    else {
      const rates = Object.entries((entry.ratesUsdPerMillion ?? {}) as object).map(([name, usd]) => [
        name,
        asText(usd),
      ])
      const given = (one: unknown) => (one === undefined || one === null ? null : asText(one))
      lines.push({
        ...{ line, model, state: given(entry.state), effectiveFrom: given(entry.effectiveFrom) },
        ...{ rates: Object.fromEntries(rates), perRequestUsd: given(entry.perRequestUsd) },
      })
    }
  })
  return { lines, refused }
}

function readCsv(text: string): { lines: PriceLine[]; refused: RefusedLine[] } {
  const firstLine = text.slice(0, text.indexOf('\n') < 0 ? undefined : text.indexOf('\n'))
  const rows = csvRows(text, firstLine.includes(',') ? ',' : firstLine.includes(';') ? ';' : '\t')
  const header = (rows[0]?.cells ?? []).map((name) => name.trim().toLowerCase())
  if (!header.includes('model')) throw priceListUnreadable('The first line names no column "model".')
  const others = ['model', 'state', 'effective_from', 'per_request']
  const wrong = header.find((name) => !others.includes(name) && (name === 'request' || !isBucketName(name)))
  if (wrong !== undefined) throw priceListUnreadable(`There is no column "${wrong.slice(0, 100)}".`)
  if (new Set(header).size < header.length) throw priceListUnreadable('A column is named twice.')
  if (rows.length > mostLines + 1) throw priceListUnreadable('A list has at most 5000 lines.')
  const lines: PriceLine[] = []
  const refused: RefusedLine[] = []
  for (const { line, cells } of rows.slice(1)) {
    if (cells.every((cell) => cell.trim() === '')) continue
    const of = (name: string): string | null => cells[header.indexOf(name)]?.trim() || null
    const model = of('model')
    if (cells.length > header.length) {
      refused.push({
        line,
        model: model?.slice(0, 256) ?? null,
        problem: 'columns',
        about: String(cells.length),
      })
    } else if (model === null) refused.push({ line, model: null, problem: 'no_model', about: null })
    else {
      const rates = header
        .filter((name) => !others.includes(name))
        .flatMap((name) => {
          const usd = of(name)
          return usd === null ? [] : [[name, usd] as const]
        })
      lines.push({
        ...{ line, model, state: of('state')?.toLowerCase() ?? null, effectiveFrom: of('effective_from') },
        ...{ rates: Object.fromEntries(rates), perRequestUsd: of('per_request') },
      })
    }
  }
  return { lines, refused }
}

/** The cells of RFC 4180, quoted ones with their line breaks; `line` is where a row begins. */
function csvRows(text: string, separator: string): { line: number; cells: string[] }[] {
  const rows: { line: number; cells: string[] }[] = []
  let cells: string[] = []
  let cell = ''
  let quoted = false
  let line = 1
  let began = 1
  const endRow = () => {
    cells.push(cell)
    if (cells.length > 1 || cell !== '') rows.push({ line: began, cells })
    cells = []
    cell = ''
  }
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]
    if (quoted) {
      if (character === '"' && text[at + 1] === '"') {
        cell += '"'
        at += 1
      } else if (character === '"') quoted = false
      else cell += character
      if (character === '\n') line += 1
    } else if (character === '"' && cell.trim() === '') {
      quoted = true
      cell = ''
    } else if (character === separator) {
      cells.push(cell)
      cell = ''
    } else if (character === '\n') {
      endRow()
      line += 1
      began = line
    } else if (character !== '\r') cell += character
  }
  if (quoted) throw priceListUnreadable(`A quotation mark of line ${began} is never closed.`)
  endRow()
  return rows
}
