type Made<Options, Formatter> = (locale: string, options: Options) => Formatter

/** Making one of Intl's formatters takes some 50 µs, using it one: a list of fifty rows needs hundreds. There are few different ones. */
function kept<Options, Formatter>(make: Made<Options, Formatter>): Made<Options, Formatter> {
  const all = new Map<string, Formatter>()
  return (locale, options) => {
    const name = `${locale} ${JSON.stringify(options)}`
    const known = all.get(name)
    if (known) return known
    const made = make(locale, options)
    all.set(name, made)
    return made
  }
}

export const numbers = kept(
  (locale, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options),
)
export const moments = kept(
  (locale, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options),
)
export const distances = kept(
  (locale, options: Intl.RelativeTimeFormatOptions) => new Intl.RelativeTimeFormat(locale, options),
)
