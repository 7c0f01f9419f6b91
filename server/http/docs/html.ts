/** HTML that is safe to send: made by `html` and `raw` only. */
export type Html = { readonly html: string }

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escapeText = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => entities[character] ?? '')

const toHtml = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(toHtml).join('')
  if (value === null || value === undefined || value === false) return ''
  if (typeof value === 'object' && 'html' in value) return String(value.html)
  return escapeText(String(value))
}

/** A template whose values are escaped, unless they are HTML themselves. Lists are joined, null and false are nothing. */
export function html(parts: TemplateStringsArray, ...values: readonly unknown[]): Html {
  return { html: parts.reduce((text, part, index) => text + toHtml(values[index - 1]) + part) }
}

/** Escaped text in which `code` between backticks is set as code. */
export function prose(text: string): Html {
  return { html: escapeText(text).replace(/`([^`]+)`/g, '<code>$1</code>') }
}
