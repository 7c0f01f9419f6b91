import { useMemo } from 'react'
import { sign } from '../../../lib/decimal.ts'
import { useFormat } from '../../../lib/place.tsx'
import { useTranslation } from '../../../lib/texts.tsx'
import { cn } from '../../../ui/cn.ts'
import { Code } from '../../../ui/code-block.tsx'
import { Money } from '../../../ui/money.tsx'
import { Badge } from '../../../ui/status.tsx'
import type { Column } from '../../../ui/table.tsx'
import { When } from '../../../ui/when.tsx'
import type { Organization } from '../queries.ts'
import { nameOf } from './account-columns.tsx'

/** A balance below zero stands out. */
export function Balance({ value }: { value: string }) {
  return <Money value={value} className={cn(sign(value) < 0 && 'text-danger')} />
}

export function useOrganizationColumns(): readonly Column<Organization>[] {
  const { t } = useTranslation('credits')
  const { integer } = useFormat()
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('column.name'),
        cell: (one) => (
          <span className="inline-flex max-w-full items-center gap-2 sm:w-max sm:max-w-56">
            <span className="min-w-0 truncate">{one.name}</span>
            {one.personal && <Badge>{t('personal')}</Badge>}
          </span>
        ),
      },
      {
        id: 'balance',
        header: t('column.balance'),
        align: 'end',
        card: true,
        cell: (one) => <Balance value={one.balanceUsd} />,
      },
      {
        id: 'held',
        header: t('column.held'),
        align: 'end',
        card: true,
        cell: (one) => <Money value={one.heldUsd} />,
      },
      {
        id: 'calls',
        header: t('column.calls'),
        align: 'end',
        card: true,
        cell: (one) => integer(one.calls30Days),
      },
      {
        id: 'slug',
        header: t('column.slug'),
        card: true,
        cell: (one) => <Code className="sm:whitespace-nowrap">{one.slug}</Code>,
      },
      {
        id: 'owner',
        header: t('column.owner'),
        cell: (one) => one.owner && <span className="whitespace-nowrap">{nameOf(one.owner)}</span>,
      },
      { id: 'members', header: t('column.members'), align: 'end', cell: (one) => integer(one.members) },
      {
        id: 'created',
        header: t('column.created'),
        hidden: true,
        cell: (one) => <When at={one.createdAt} />,
      },
    ],
    [t, integer],
  )
}
