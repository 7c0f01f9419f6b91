// Runs before the first paint, so that a dark page never flashes white. Keep in step with src/lib/theme.ts.
;(() => {
  let choice = null
  try {
    choice = localStorage.getItem('portico.theme')
  } catch {
    // Storage is refused in some private windows; the system's theme is right then.
  }
  const dark = choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
})()
