import { createLink } from '@tanstack/react-router'
import type { ComponentProps } from 'react'
import { type ButtonLook, buttonClass } from './button.tsx'
import { cn } from './cn.ts'

export const linkClass =
  'rounded-sm text-accent underline decoration-1 underline-offset-3 hover:text-accent-strong hover:decoration-2'

function Anchor({ className, ...props }: ComponentProps<'a'>) {
  return <a {...props} className={cn(linkClass, className)} />
}

function ButtonAnchor({ kind, size, className, ...props }: ComponentProps<'a'> & ButtonLook) {
  return <a {...props} className={cn(buttonClass({ kind, size }), className)} />
}

/** A link inside the console, typed by the router. */
export const TextLink = createLink(Anchor)
/** The same, looking like a button: it goes somewhere, it does nothing. */
export const LinkButton = createLink(ButtonAnchor)

/** A link that leaves the console, or a file. */
export function ExternalLink({ className, ...props }: ComponentProps<'a'>) {
  return <a target="_blank" rel="noopener noreferrer" {...props} className={cn(linkClass, className)} />
}
