import { cn } from './cn.ts'
import { CopyButton } from './copy-button.tsx'
import { Scroll } from './scroll.tsx'

type Props = {
  code: string
  label: string
  /** What is shown when it is not what is copied: a concealed secret. */
  shown?: string
  copyLabel?: string
  wrap?: boolean
}

/** Code to paste, with its copy button always in sight. */
export function CodeBlock({ code, label, shown = code, copyLabel, wrap = false }: Props) {
  return (
    <div className="flex min-w-0 items-start rounded-md border border-line bg-sunken text-start">
      <Scroll label={label} className="min-w-0 flex-1 rounded-md">
        <pre
          className={cn(
            'min-h-9 w-fit min-w-full px-3 py-2 font-mono text-xs leading-5',
            wrap && 'whitespace-pre-wrap break-all',
          )}
        >
          <code>{shown}</code>
        </pre>
      </Scroll>
      <div className="shrink-0 p-1">
        <CopyButton text={code} label={copyLabel} />
      </div>
    </div>
  )
}

/** A short machine text within a line: an id, a model, a prefix. */
export function Code({ children, className }: { children: string; className?: string }) {
  return (
    <code className={cn('break-all rounded-sm bg-sunken px-1 py-0.5 font-mono text-xs', className)}>
      {children}
    </code>
  )
}
