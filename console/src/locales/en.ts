const files = import.meta.glob<object>('./en/*.json', { eager: true, import: 'default' })

/** Every catalogue of this language by area, one chunk. */
export const catalogues = Object.fromEntries(
  Object.entries(files).map(([path, texts]) => [path.replace(/^.*\/|\.json$/g, ''), texts]),
)
