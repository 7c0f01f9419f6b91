import { useMemo } from 'react'
import { useMedia } from '../../../lib/media.ts'
import { useFormat } from '../../../lib/place.tsx'
import { useTranslation } from '../../../lib/texts.tsx'
import { cn } from '../../../ui/cn.ts'
import { Money } from '../../../ui/money.tsx'
import type { Column } from '../../../ui/table.tsx'
import { When } from '../../../ui/when.tsx'
import type { Call, LogKind } from '../queries.ts'
import { CallStatus, useKeyName } from './status.tsx'

/** What a line of the log shows; the rest is in the panel. */
export function useCallColumns(kind: LogKind): readonly Column<Call>[] {
  const { t } = useTranslation('usage')
  const { integer, duration } = useFormat()
  const keyName = useKeyName()
  // Where all of them do not fit, the one that is asked for least is switched on by who wants it.
  const tight = useMedia('(max-width: 1359px)')
  return useMemo(() => {
    const errorColumn: Column<Call> = {
      id: 'error',
      header: t('column.error'),
      card: 'wide',
      grow: true,
      cell: (call) => (
        // So wide at least, and as wide as its cell: what is as long as this sentence would push the last column out.
        <span className="block sm:w-60 sm:min-w-full sm:truncate">
          {t(`errors:${call.errorCode ?? ''}`, { defaultValue: t('panel.otherError') })}
        </span>
      ),
    }
    return [
      { id: 'at', header: t('column.at'), cell: (call) => <When at={call.at} event /> },
      {
        id: 'model',
        header: t('column.model'),
        card: true,
        cell: (call) => (
          <span
            className={cn(
              'block truncate font-mono text-xs',
              kind === 'errors' ? 'max-w-48 2xl:max-w-80' : 'max-w-56',
            )}
          >
            {call.model}
          </span>
        ),
      },
      {
        id: 'key',
        header: t('column.key'),
        card: kind === 'errors',
        cell: (call) => (
          <span className="block max-w-44 truncate">{keyName({ id: call.keyId, name: call.keyName })}</span>
        ),
      },
      {
        id: 'status',
        header: t('column.status'),
        card: true,
        cell: (call) => <CallStatus call={call} />,
      },
      ...(kind === 'errors' ? [errorColumn] : []),
      {
        id: 'cost',
        header: t('column.cost'),
        align: 'end',
        card: kind === 'usage',
        hidden: kind === 'errors',
        cell: (call) => <Money value={call.costUsd} />,
      },
      {
        id: 'input',
        header: t('column.input'),
        align: 'end',
        hidden: kind === 'errors',
        cell: (call) => integer(call.inputTokens),
      },
      {
        id: 'output',
        header: t('column.output'),
        align: 'end',
        card: kind === 'usage',
        hidden: kind === 'errors',
        cell: (call) => integer(call.outputTokens),
      },
      {
        id: 'latency',
        header: t('column.latency'),
        align: 'end',
        cell: (call) => duration(call.latencyMs),
      },
      {
        id: 'first',
        header: t('column.firstToken'),
        align: 'end',
        hidden: kind === 'errors' || tight,
        cell: (call) => (call.firstTokenMs === null ? '\u2014' : duration(call.firstTokenMs)),
      },
      {
        id: 'id',
        header: t('column.id'),
        hidden: true,
        cell: (call) => <span className="font-mono text-xs">{call.id}</span>,
      },
    ]
  }, [t, integer, duration, keyName, kind, tight])
}
