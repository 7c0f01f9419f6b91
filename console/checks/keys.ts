export type Use = {
  readonly line: number
  /** `area:key`, where `*` stands for what is only known at run time; null when nothing of it is known. */
  readonly key: string | null
  readonly text: string
}

/**
 * Every `t('…')` of a source with its area: that of the `useTranslation('area')` before it, unless the key names one.
 * Templates count with a star for each interpolation.
 */
export function keysUsed(source: string): Use[] {
  const uses: Use[] = []
  const areas = new Map<string, string>()
  const declaration = String.raw`const\s*\{([^}]*)\}\s*=\s*useTranslation\(\s*(?:'([\w-]+)')?\s*\)`
  const call = String.raw`(?<![\w.$])((?:i18next|i18n)\.t|t(?:[A-Z]\w*)?)\(\s*(?:'((?:\\.|[^'\\])*)'|${'`'}((?:\\.|[^${'`'}\\])*)${'`'}|([^\s'${'`'})][^,)]*))`
  for (const match of source.matchAll(new RegExp(`${declaration}|${call}`, 'g'))) {
    const [whole, bindings, area, name, plain, template, other] = match
    const line = source.slice(0, match.index).split('\n').length
    if (bindings !== undefined) {
      for (const binding of bindings.split(',')) {
        const [from, to] = binding.split(':').map((part) => part.trim())
        if (from === 't') areas.set(to ?? 't', area ?? 'ui')
      }
      continue
    }
    const isTranslate = name === 't' || name?.includes('.') || areas.has(name ?? '')
    if (!isTranslate) continue
    const key = plain ?? template?.replace(/\$\{[^}]*\}/g, '*')
    if (key === undefined) uses.push({ line, key: null, text: other ?? whole })
    else
      uses.push({ line, key: key.includes(':') ? key : `${areas.get(name ?? '') ?? 'ui'}:${key}`, text: key })
  }
  return uses
}

/** Whether a used key, with its stars, means this key. */
export function means(used: string, key: string): boolean {
  if (!used.includes('*')) return used === key
  const pattern = used.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
  return new RegExp(`^${pattern.join('.+')}$`).test(key)
}
