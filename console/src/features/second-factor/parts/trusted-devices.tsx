import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { browserName } from '../../../lib/browser-name.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { Code } from '../../../ui/code-block.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { Section } from '../../../ui/page.tsx'
import { LoadMore } from '../../../ui/pagination.tsx'
import { Badge } from '../../../ui/status.tsx'
import { type Column, Table } from '../../../ui/table.tsx'
import { toast } from '../../../ui/toast.tsx'
import { When } from '../../../ui/when.tsx'
import { type TrustedDevice, trustedDevicesQuery, useSecondFactorChanges } from '../queries.ts'

/** Browsers in which no code is asked for; each can be made to ask again. */
export function TrustedDevices() {
  const { t } = useTranslation('secondFactor')
  const list = useInfiniteQuery(trustedDevicesQuery)
  const rows = list.data?.pages.flatMap((page) => page.items)
  const changes = useSecondFactorChanges()
  const [one, setOne] = useState<TrustedDevice>()
  const [asks, setAsks] = useState(false)
  const name = ({ userAgent }: TrustedDevice) => (userAgent ? browserName(userAgent) : t('devices.unknown'))
  const columns = useColumns(name, (device) => {
    setOne(device)
    setAsks(true)
  })
  return (
    <Section plain title={t('devices.title')} description={t('devices.text')}>
      <Table
        id="trusted-devices"
        label={t('devices.title')}
        columns={columns}
        rows={rows}
        rowId={(device) => device.id}
        error={list.error}
        onRetry={() => void list.refetch()}
        empty={<p className="px-4 py-3 text-muted">{t('devices.none')}</p>}
        footer={
          rows &&
          rows.length > 0 && (
            <LoadMore
              shown={rows.length}
              hasMore={list.hasNextPage}
              loading={list.isFetchingNextPage}
              onMore={() => void list.fetchNextPage()}
            />
          )
        }
      />
      <ConfirmDialog
        open={asks}
        onOpenChange={setAsks}
        title={t('devices.ask')}
        verb={t('devices.verb')}
        onConfirm={async () => {
          if (one) await changes.forgetDevice(one.id)
          toast({ title: t('devices.done') })
        }}
      >
        {t('devices.askText', { name: one ? name(one) : '' })}
      </ConfirmDialog>
    </Section>
  )
}

function useColumns(
  name: (device: TrustedDevice) => string,
  onForget: (device: TrustedDevice) => void,
): readonly Column<TrustedDevice>[] {
  const { t } = useTranslation('secondFactor')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the two follow the language, and set state only
  return useMemo(
    () => [
      {
        id: 'browser',
        header: t('devices.browser'),
        cell: (device) => (
          <span className="inline-flex flex-wrap items-center gap-2">
            <span title={device.userAgent ?? undefined}>{name(device)}</span>
            {device.current && <Badge tone="accent">{t('devices.this')}</Badge>}
          </span>
        ),
      },
      {
        id: 'ip',
        header: t('devices.address'),
        card: true,
        cell: ({ ip }) => (ip ? <Code className="whitespace-nowrap">{ip}</Code> : '\u2014'),
      },
      {
        id: 'used',
        header: t('devices.used'),
        card: true,
        cell: (device) => <When at={device.lastUsedAt} />,
      },
      {
        id: 'until',
        header: t('devices.until'),
        card: true,
        cell: (device) => <When at={device.expiresAt} />,
      },
      {
        id: 'act',
        header: t('devices.act'),
        card: 'act',
        cell: (device) => (
          <Button
            size="small"
            aria-label={t('devices.actNamed', { name: name(device) })}
            onClick={() => onForget(device)}
          >
            {t('devices.act')}
          </Button>
        ),
      },
    ],
    [t],
  )
}
