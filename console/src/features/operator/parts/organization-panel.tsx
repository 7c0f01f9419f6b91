import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { Code } from '../../../ui/code-block.tsx'
import { SidePanel } from '../../../ui/side-panel.tsx'
import { ErrorState, Skeleton } from '../../../ui/states.tsx'
import { type Organization, organizationQuery } from '../queries.ts'
import { type CreditAct, CreditDialog } from './credit-dialog.tsx'
import { OrganizationFacts } from './organization-facts.tsx'

const acts = ['give', 'take', 'refund'] as const

type Props = {
  /** The open organization; it need not be among the rows. */
  id: string | undefined
  rows: readonly Organization[]
  onOpen: (id: string | undefined) => void
}

/** One organization beside the list; credit is given, taken back and refunded here. */
export function OrganizationPanel({ id, rows, onOpen }: Props) {
  const { t } = useTranslation('credits')
  const [act, setAct] = useState<CreditAct>()
  const { data, error, refetch } = useQuery({ ...organizationQuery(id ?? ''), enabled: id !== undefined })
  const at = rows.findIndex((row) => row.id === id)
  const detail = id === undefined ? undefined : data
  const known = detail ?? rows[at]
  const step = (to: Organization | undefined) => to && (() => onOpen(to.id))
  return (
    <>
      <SidePanel
        open={id !== undefined}
        onClose={() => onOpen(undefined)}
        title={known?.name ?? t('column.name')}
        subtitle={known && <Code>{known.slug}</Code>}
        onPrevious={at > 0 ? step(rows[at - 1]) : undefined}
        onNext={at >= 0 ? step(rows[at + 1]) : undefined}
        footer={
          known &&
          acts.map((one) => (
            <Button key={one} kind={one === 'give' ? 'primary' : 'secondary'} onClick={() => setAct(one)}>
              {t(`act.${one}`)}
            </Button>
          ))
        }
      >
        {detail ? (
          <OrganizationFacts detail={detail} />
        ) : error ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : (
          <Skeleton lines={8} />
        )}
      </SidePanel>
      {known && <CreditDialog act={act} organization={known} onClose={() => setAct(undefined)} />}
    </>
  )
}
