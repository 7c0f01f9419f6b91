/** Small choices kept in this browser. Storage may be refused (private windows): then they last as long as the tab. */
const fallback = new Map<string, string>()

export function recall(name: string): string | null {
  try {
    return localStorage.getItem(`portico.${name}`)
  } catch {
    return fallback.get(name) ?? null
  }
}

export function remember(name: string, value: string | null) {
  try {
    if (value === null) localStorage.removeItem(`portico.${name}`)
    else localStorage.setItem(`portico.${name}`, value)
  } catch {
    if (value === null) fallback.delete(name)
    else fallback.set(name, value)
  }
}
