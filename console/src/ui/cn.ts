import { type ClassValue, clsx } from 'clsx'
import { extendTailwindMerge } from 'tailwind-merge'

const merge = extendTailwindMerge({
  extend: {
    theme: { text: ['xs', 'sm', 'base', 'lg', 'xl'], radius: ['sm', 'md', 'full'], shadow: ['pop'] },
  },
})

/** Joins class names; the later of two that set the same property wins. */
export function cn(...classes: ClassValue[]): string {
  return merge(clsx(classes))
}
