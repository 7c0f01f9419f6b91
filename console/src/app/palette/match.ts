/** What can be found: by its label, or by other words that people know it by. */
export type Findable = { readonly label: string; readonly words?: string }

/** The ones that hold every word of what was typed, those whose label begins with it first; the order is kept otherwise. */
export function matching<T extends Findable>(items: readonly T[], typed: string): T[] {
  const wanted = folded(typed).split(/\s+/).filter(Boolean)
  if (wanted.length === 0) return [...items]
  const whole = wanted.join(' ')
  return items
    .map((item) => ({ item, label: folded(item.label), all: folded(`${item.label} ${item.words ?? ''}`) }))
    .filter(({ all }) => wanted.every((word) => all.includes(word)))
    .map((found) => ({ ...found, rank: rankOf(found.label, whole) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item)
}

function rankOf(label: string, typed: string): number {
  if (label.startsWith(typed)) return 0
  if (label.includes(` ${typed}`)) return 1
  return label.includes(typed) ? 2 : 3
}

/** Case and accents do not matter. */
function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
}
