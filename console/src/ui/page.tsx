import { type ReactNode, useEffect, useId, useRef } from 'react'
import { cn } from './cn.ts'

/** Tells the shell what the page is called; it makes the title "Page · Organization · Portico" of it. */
type TitleListener = (title: string) => void
let listener: TitleListener = () => {}
let current = ''
export function listenToPageTitle(next: TitleListener): () => void {
  listener = next
  next(current)
  return () => {
    listener = () => {}
  }
}

/** The one `h1` of a page with its acts. It takes the focus when the page changes. */
export function PageHeader(props: {
  title: string
  description?: ReactNode
  actions?: ReactNode
  count?: string
}) {
  const heading = useRef<HTMLHeadingElement>(null)
  const { title } = props
  useEffect(() => {
    current = title
    listener(title)
  }, [title])
  return (
    <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0 flex-1 basis-56">
        <h1 ref={heading} tabIndex={-1} data-page-heading className="font-semibold text-xl tracking-tight">
          {title}
          {props.count !== undefined && (
            <span className="tabular ms-2 font-normal text-muted text-lg">{props.count}</span>
          )}
        </h1>
        {props.description && <div className="mt-0.5 max-w-2xl text-muted">{props.description}</div>}
      </div>
      {props.actions && <div className="flex flex-wrap items-center gap-2">{props.actions}</div>}
    </header>
  )
}

/** The column of a page: header, then sections. `narrow` for forms and reading. */
export function Page({ children, narrow = false }: { children: ReactNode; narrow?: boolean }) {
  return (
    <div
      // Both begin at the same edge: nothing jumps sideways from page to page.
      className="mx-auto w-full min-w-0 max-w-7xl px-4 py-5 sm:px-6"
    >
      <div className={cn('flex min-w-0 flex-col gap-6', narrow && 'max-w-3xl')}>{children}</div>
    </div>
  )
}

/** A titled part of a page; `danger` for the last one, with `DangerRow`s. */
export function Section(props: {
  title: string
  description?: ReactNode
  actions?: ReactNode
  children: ReactNode
  danger?: boolean
  plain?: boolean
}) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="flex min-w-0 flex-col gap-3">
      <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-2">
        <div className="min-w-0">
          <h2 id={id} className={cn('font-semibold text-lg', props.danger && 'text-danger')}>
            {props.title}
          </h2>
          {props.description && <div className="max-w-2xl text-muted text-sm">{props.description}</div>}
        </div>
        {props.actions && <div className="flex flex-wrap items-center gap-2">{props.actions}</div>}
      </header>
      <div
        className={cn(
          !props.plain && 'rounded-md border border-line bg-surface p-4',
          props.danger && 'divide-y divide-line border-danger p-0',
        )}
      >
        {props.children}
      </div>
    </section>
  )
}

/** One dangerous act: what happens, what is kept, when; the button opens a ConfirmDialog. */
export function DangerRow(props: { title: string; children: ReactNode; action: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 p-4">
      <div className="min-w-0 max-w-2xl flex-1 basis-64">
        <h3 className="font-medium">{props.title}</h3>
        <div className="text-muted text-sm">{props.children}</div>
      </div>
      {props.action}
    </div>
  )
}
