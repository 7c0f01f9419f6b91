import { cn } from './cn.ts'

/** One or two letters for a name; the name itself stands beside it, so this is decoration. */
export function Avatar({
  name,
  size = 'medium',
  square = false,
}: {
  name: string
  size?: 'small' | 'medium' | 'large'
  square?: boolean
}) {
  const sizes = { small: 'size-6 text-xs', medium: 'size-8 text-sm', large: 'size-12 text-lg' }
  return (
    <span
      aria-hidden
      data-initials={initials(name)}
      className={cn(
        // Drawn by the style: initials are no part of the name of a button around them.
        'before:content-[attr(data-initials)] inline-flex shrink-0 select-none items-center justify-center bg-accent-soft font-semibold text-accent',
        square ? 'rounded-sm' : 'rounded-full',
        sizes[size],
      )}
    />
  )
}

/** Two letters of two words, else one of one; Chinese names give their first character. */
export function initials(name: string): string {
  const words = name
    .trim()
    .split(/[\s._-]+/)
    .filter(Boolean)
  const letters = words.slice(0, 2).map((word) => [...word][0] ?? '')
  const joined = /^\p{Script=Han}/u.test(name) ? (letters[0] ?? '') : letters.join('')
  return joined.toUpperCase() || '?'
}
