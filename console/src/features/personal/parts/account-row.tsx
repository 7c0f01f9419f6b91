import type { ReactNode } from 'react'
import { useTranslation } from '../../../lib/texts.tsx'
import { LinkButton } from '../../../ui/link.tsx'

/**
 * One line of Account Management: what it is, how it stands now, and the button that goes there. The button stays where it is when the
 * state comes: at the end on a wide screen, at the begin of a line of its own on a narrow one.
 */
export function AccountRow(props: { title: string; text: string; state?: ReactNode; children: ReactNode }) {
  const { title, text, state, children } = props
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 py-4 first:pt-0 last:pb-0">
      <div className="min-w-0 flex-1 basis-64">
        <h3 className="font-medium">{title}</h3>
        <p className="text-muted text-sm">{text}</p>
      </div>
      <div className="flex basis-full flex-row-reverse items-center justify-end gap-4 sm:basis-auto sm:flex-row">
        <p className="min-w-0 text-sm sm:w-36 sm:text-end">{state}</p>
        {children}
      </div>
    </div>
  )
}

type Area = 'binding' | 'emails' | 'tokens' | 'passkeys' | 'secondFactor'

/** A line that leads to the page of an area, whose texts name it. */
export function AreaRow({ area, to, state }: { area: Area; to: string; state: ReactNode }) {
  const { t } = useTranslation(area)
  const title = t(`${area}:title`)
  const open = t(`${area}:row.open`)
  return (
    <AccountRow title={title} text={t(`${area}:row.text`)} state={state}>
      <LinkButton to={to} aria-label={`${open}: ${title}`}>
        {open}
      </LinkButton>
    </AccountRow>
  )
}
