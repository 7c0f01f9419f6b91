export type Cell = string | number | boolean | null

/** What a spreadsheet takes for a formula, the full-width forms included (OWASP, "CSV Injection"). */
const formula = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/u
/** What ends a cell or begins another, for some program in some country. */
const needsQuotes = /[",;\t]|^\s|\s$/

/**
 * One line of a CSV file (RFC 4180), its end included. Text that a spreadsheet would run as a formula begins with an apostrophe; control
 * characters become spaces, so a row is always one line.
 */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

function csvCell(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell !== 'string') return String(cell)
  const text = `${formula.test(cell) ? "'" : ''}${cell.replaceAll(/\p{Cc}/gu, ' ')}`
  return needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
