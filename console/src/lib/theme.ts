import { useSyncExternalStore } from 'react'
import { recall, remember } from './storage.ts'

export const themes = ['light', 'dark', 'system'] as const
export type Theme = (typeof themes)[number]

const dark = matchMedia('(prefers-color-scheme: dark)')
const listeners = new Set<() => void>()

/** What the person chose; public/theme.js reads the same key before the first paint. */
export function theme(): Theme {
  const stored = recall('theme')
  return stored === 'light' || stored === 'dark' ? stored : 'system'
}

export function setTheme(choice: Theme) {
  remember('theme', choice)
  repaint()
}

function repaint() {
  paint()
  for (const listener of listeners) listener()
}

function paint() {
  const choice = theme()
  document.documentElement.dataset.theme = choice === 'system' ? (dark.matches ? 'dark' : 'light') : choice
}
dark.addEventListener('change', paint)
// Chosen in another tab: this one follows.
addEventListener('storage', ({ key }) => {
  if (key === 'portico.theme') repaint()
})

export function useTheme(): [Theme, (choice: Theme) => void] {
  const choice = useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, theme)
  return [choice, setTheme]
}
