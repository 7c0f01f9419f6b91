import { Tabs as Base } from '@base-ui/react/tabs'
import type { ReactNode } from 'react'

type Tab = { value: string; label: string; content: ReactNode }

/** Keep `value` in the page's query, so that Back and copied links work. */
export function Tabs(props: {
  tabs: readonly Tab[]
  value: string
  onValueChange: (value: string) => void
  label: string
}) {
  // Only the panel that is open: one that was left would stay for a frame more, above the new one.
  const current = props.tabs.find((tab) => tab.value === props.value)
  // One alone is nothing to choose from.
  if (props.tabs.length === 1) return props.tabs[0]?.content
  return (
    <Base.Root
      value={props.value}
      onValueChange={(value) => props.onValueChange(String(value))}
      className="flex min-w-0 flex-col gap-4"
    >
      <Base.List aria-label={props.label} className="flex gap-1 overflow-x-auto border-line border-b">
        {props.tabs.map((tab) => (
          <Base.Tab
            key={tab.value}
            value={tab.value}
            className="tap -mb-px h-9 shrink-0 border-transparent border-b-2 px-2.5 text-muted hover:text-ink focus-visible:outline-offset-[-2px] data-active:border-accent data-active:font-medium data-active:text-ink"
          >
            {tab.label}
          </Base.Tab>
        ))}
      </Base.List>
      {current && (
        <Base.Panel key={current.value} value={current.value} className="min-w-0">
          {current.content}
        </Base.Panel>
      )}
    </Base.Root>
  )
}
