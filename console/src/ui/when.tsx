import { useFormat } from '../lib/place.tsx'
import { useTicking } from '../lib/ticking.ts'
import { Tooltip } from './tooltip.tsx'

/**
 * "3 minutes ago", with the moment in full on hover and on focus; of an `event` in a list, day and time once it is a day old. Absent says
 * `never`, or a dash.
 */
export function When(props: { at: string | null | undefined; never?: string; event?: boolean }) {
  const { at, never, event = false } = props
  const { relative, event: eventTime, time } = useFormat()
  useTicking()
  if (!at) return never ?? '\u2014'
  return (
    <Tooltip text={time(at)}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the moment in full must be reachable by keyboard */}
      <time dateTime={at} tabIndex={0} className="whitespace-nowrap rounded-sm">
        {event ? eventTime(at) : relative(at)}
      </time>
    </Tooltip>
  )
}

/** The moment in full, as text. */
export function Moment({ at }: { at: string | null | undefined }) {
  const { time } = useFormat()
  if (!at) return '\u2014'
  return (
    <time dateTime={at} className="tabular">
      {time(at)}
    </time>
  )
}
