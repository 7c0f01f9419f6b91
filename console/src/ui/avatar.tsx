import { useState } from 'react'
import { cn } from './cn.ts'

const sizes = {
  small: 'size-6 text-xs',
  medium: 'size-8 text-sm',
  large: 'size-12 text-lg',
  huge: 'size-20 text-xl',
}

/**
 * A person's picture, or one or two letters of the name where there is none or it does not arrive. The name itself stands beside it, so
 * this is decoration.
 */
export function Avatar({
  name,
  src,
  size = 'medium',
  square = false,
}: {
  name: string
  src?: string | null
  size?: keyof typeof sizes
  square?: boolean
}) {
  const [broken, setBroken] = useState<string | null>(null)
  const shape = cn('shrink-0 select-none', square ? 'rounded-sm' : 'rounded-full', sizes[size])
  if (src && src !== broken)
    return (
      <img
        alt=""
        src={src}
        draggable={false}
        onError={() => setBroken(src)}
        className={cn('bg-sunken object-cover', shape)}
      />
    )
  return (
    <span
      aria-hidden
      data-initials={initials(name)}
      className={cn(
        // Drawn by the style: initials are no part of the name of a button around them.
        'before:content-[attr(data-initials)] inline-flex items-center justify-center bg-accent-soft font-semibold text-accent',
        shape,
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
