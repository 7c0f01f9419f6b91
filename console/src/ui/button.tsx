import { Button as Base } from '@base-ui/react/button'
import { cva, type VariantProps } from 'class-variance-authority'
import type { ReactNode } from 'react'
import { cn } from './cn.ts'
import { Spinner } from './spinner.tsx'
import { Tooltip } from './tooltip.tsx'

export const buttonClass = cva(
  'tap inline-flex shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap rounded-md border font-medium no-underline transition-colors duration-100 data-disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      kind: {
        primary:
          'border-accent bg-accent text-on-accent not-data-disabled:hover:border-accent-strong not-data-disabled:hover:bg-accent-strong',
        secondary: 'border-edge bg-surface text-ink not-data-disabled:hover:bg-hover',
        quiet: 'border-transparent bg-transparent text-ink not-data-disabled:hover:bg-hover',
        danger: 'border-danger bg-surface text-danger not-data-disabled:hover:bg-danger-soft',
        dangerSolid:
          'border-danger bg-danger text-on-danger not-data-disabled:hover:border-danger-strong not-data-disabled:hover:bg-danger-strong',
      },
      size: { small: 'h-7 px-2.5 text-sm', medium: 'h-8 px-3 text-base', large: 'h-10 px-4 text-base' },
      square: { true: 'px-0', false: '' },
    },
    compoundVariants: [
      { square: true, size: 'small', class: 'w-7' },
      { square: true, size: 'medium', class: 'w-8' },
      { square: true, size: 'large', class: 'w-10' },
    ],
    defaultVariants: { kind: 'secondary', size: 'medium', square: false },
  },
)
export type ButtonLook = Pick<VariantProps<typeof buttonClass>, 'kind' | 'size'>

export type ButtonProps = Omit<Base.Props, 'className'> &
  ButtonLook & {
    className?: string
    icon?: ReactNode
    /** Shows a spinner and ignores clicks, but keeps the focus. */
    loading?: boolean
  }

export function Button({
  kind,
  size,
  icon,
  loading = false,
  className,
  children,
  disabled,
  ...props
}: ButtonProps) {
  return (
    <Base
      {...props}
      disabled={disabled || loading}
      focusableWhenDisabled={loading}
      aria-busy={loading || undefined}
      className={cn(buttonClass({ kind, size }), className)}
    >
      {loading ? <Spinner /> : icon}
      {children}
    </Base>
  )
}

/** A button with only a picture; the label names it and shows on hover and focus. */
export function IconButton({
  label,
  icon,
  kind = 'quiet',
  size,
  loading = false,
  className,
  disabled,
  ...props
}: Omit<ButtonProps, 'children'> & { label: string }) {
  return (
    <Tooltip text={label}>
      <Base
        {...props}
        aria-label={label}
        disabled={disabled || loading}
        focusableWhenDisabled={loading}
        className={cn(buttonClass({ kind, size, square: true }), className)}
      >
        {loading ? <Spinner /> : icon}
      </Base>
    </Tooltip>
  )
}
