/**
 * A small scanner for TypeScript with JSX, enough to find the texts a person would see. TypeScript 7 has no compiler API
 * for this. It knows strings, templates, comments, regular expressions and elements; it does not know types, so an element
 * is told from a type argument by what stands before its `<`.
 */
export type Literal = { readonly line: number; readonly text: string; readonly where: string }

/** Attributes and properties whose value a person reads or hears. */
const human = new Set([
  'label',
  'title',
  'subtitle',
  'description',
  'placeholder',
  'alt',
  'verb',
  'cancel',
  'header',
  'text',
  'hint',
  'never',
  'aria-label',
  'aria-description',
  'aria-roledescription',
  'aria-valuetext',
  'copyLabel',
])
const wordBeforeElement = new Set([
  'return',
  'default',
  'case',
  'typeof',
  'else',
  'do',
  'yield',
  'await',
  'in',
  'of',
  'void',
])

/** Literal texts in a `.ts` or `.tsx` source: between tags, in human attributes, in properties such as `title:`. */
export function literalTexts(source: string, jsx: boolean): Literal[] {
  const found: Literal[] = []
  let at = 0
  /** The last significant token: a word, a punctuator, or `'string'`. */
  let before = ''

  const lineAt = (offset: number) => source.slice(0, offset).split('\n').length
  const report = (offset: number, text: string, where: string) => {
    if (/\p{L}/u.test(decode(text)))
      found.push({ line: lineAt(offset), text: text.trim().replace(/\s+/g, ' '), where })
  }

  function readString(quote: string): string {
    const start = ++at
    while (at < source.length && source[at] !== quote) at += source[at] === '\\' ? 2 : 1
    return source.slice(start, at++)
  }

  /** Reads a template and returns its fixed parts; what is interpolated is code. */
  function readTemplate(): string {
    let fixed = ''
    at++
    while (at < source.length && source[at] !== '`') {
      if (source[at] === '\\') {
        fixed += source.slice(at, at + 2)
        at += 2
      } else if (source.startsWith('${', at)) {
        at += 2
        code('}', null)
      } else fixed += source[at++]
    }
    at++
    return fixed
  }

  /** Jumps over blanks and comments; false where there is code. */
  function skipBlank(): boolean {
    if (/\s/.test(source[at] ?? '')) at++
    else if (source.startsWith('//', at)) at = endOf('\n')
    else if (source.startsWith('/*', at)) at = endOf('*/')
    else return false
    return true
  }
  const endOf = (mark: string) => {
    const end = source.indexOf(mark, at + 2)
    return end < 0 ? source.length : end + mark.length
  }

  function regexMayStart(): boolean {
    return before === '' || /^[=(,:[!&|?{};+\-*%<>~^]$/.test(before) || wordBeforeElement.has(before)
  }

  function skipRegex() {
    let inClass = false
    at++
    while (at < source.length && (inClass || source[at] !== '/')) {
      if (source[at] === '\\') at++
      else if (source[at] === '[') inClass = true
      else if (source[at] === ']') inClass = false
      at++
    }
    at++
    while (/[a-z]/.test(source[at] ?? '')) at++
    before = 'regex'
  }

  function elementStarts(): boolean {
    if (!jsx || source[at] !== '<' || !/[A-Za-z>]/.test(source[at + 1] ?? '')) return false
    if (/^<(const )?\w+(,| extends )/.test(source.slice(at, at + 60))) return false
    return before === '' || /^[=(,:[!&|?{};}>]$/.test(before) || wordBeforeElement.has(before)
  }

  /**
   * Code up to the closing mark on its own level. `where` names the place when a text chosen here would be read by a
   * person: a string at the start or after `?`, `:`, `&&`, `||`, `??`.
   */
  function code(end: string, where: string | null) {
    let depth = 0
    before = '{'
    let chosen = true
    while (at < source.length) {
      if (skipBlank()) continue
      const char = source[at] as string
      if (depth === 0 && char === end) {
        at++
        before = end
        return
      }
      const start = at
      if (char === "'" || char === '"' || char === '`') {
        const property = before === ':' ? propertyName(start) : null
        const text = char === '`' ? readTemplate() : readString(char)
        if (property !== null && human.has(property)) report(start, text, `${property}:`)
        else if (where !== null && depth === 0 && chosen) report(start, text, where)
        before = "'string'"
      } else if (elementStarts()) {
        element()
        before = ')'
      } else if (char === '/' && regexMayStart()) skipRegex()
      else if (/[\w$]/.test(char)) {
        const word = /^[\w$]+/.exec(source.slice(at, at + 200))?.[0] ?? char
        at += word.length
        before = word
      } else {
        if ('({['.includes(char)) depth++
        if (')}]'.includes(char)) depth--
        at++
        before = char
      }
      chosen = /^[?:&|{]$/.test(before)
    }
  }

  /** The name before `name: '…'` in an object; a ternary's colon has none. */
  function propertyName(offset: number): string | null {
    return (
      /(?:^|[{,(])\s*(['"]?)([\w-]+)\1\s*:\s*$/.exec(source.slice(Math.max(0, offset - 80), offset))?.[2] ??
      null
    )
  }

  function element() {
    at++
    const name = /^[\w.$-]*/.exec(source.slice(at, at + 200))?.[0] ?? ''
    at += name.length
    if (!attributes()) return
    children()
  }

  /** True when the element has children. */
  function attributes(): boolean {
    while (at < source.length) {
      if (skipBlank()) continue
      if (source.startsWith('/>', at)) {
        at += 2
        return false
      }
      if (source[at] === '>') {
        at++
        return true
      }
      if (source[at] === '{') {
        at++
        code('}', null)
        continue
      }
      if (source[at] === '<') {
        // Type arguments of a component.
        at = source.indexOf('>', at) + 1
        continue
      }
      const name = /^[\w:.-]+/.exec(source.slice(at, at + 200))?.[0]
      if (name === undefined) {
        at++
        continue
      }
      at += name.length
      while (skipBlank());
      if (source[at] !== '=') continue
      at++
      while (skipBlank());
      const start = at
      const char = source[at]
      if (char === '"' || char === "'") {
        const text = readString(char)
        if (human.has(name)) report(start, text, `${name}=`)
      } else if (char === '{') {
        at++
        code('}', human.has(name) ? `${name}=` : null)
      }
    }
    return false
  }

  function children() {
    let start = at
    while (at < source.length) {
      const char = source[at]
      if (char !== '<' && char !== '{') {
        at++
        continue
      }
      report(start, source.slice(start, at), 'between tags')
      if (source.startsWith('</', at)) {
        at = source.indexOf('>', at) + 1
        return
      }
      if (char === '{') {
        at++
        code('}', 'between tags')
      } else element()
      start = at
    }
  }

  code('', null)
  return found
}

/** An entity is a sign, not a word. */
function decode(text: string): string {
  return text.replace(/&#?\w+;/g, ' ').replace(/\\u[\da-f]{4}|\\[nrt]/gi, ' ')
}
