import { useMemo } from 'react'
import { useFormat } from '../../../lib/place.tsx'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { Status } from '../../../ui/status.tsx'
import type { Column } from '../../../ui/table.tsx'
import { When } from '../../../ui/when.tsx'
import type { Upstream } from '../queries.ts'

const tones = { healthy: 'success', resting: 'warning', unknown: 'neutral' } as const

/** The sandbox is ours, so its name is translated; the others are called as the operator called them. */
export function useUpstreamName(): (one: { id: string; name: string }) => string {
  const { t } = useTranslation('upstreams')
  return ({ id, name }) => (id === 'ups_sandbox' ? t('settings:sandbox.label') : name)
}

export function Health({ upstream }: { upstream: Upstream }) {
  const { t } = useTranslation('upstreams')
  const { state, until } = upstream.health
  if (!upstream.enabled) return <Status tone="neutral">{t('health.off')}</Status>
  return (
    <Status tone={tones[state]}>
      {t(`health.${state}`)}
      {until !== null && (
        <span className="text-muted">
          <When at={until} />
        </span>
      )}
    </Status>
  )
}

export function useUpstreamColumns(onTest: (id: string) => void): readonly Column<Upstream>[] {
  const { t } = useTranslation('upstreams')
  const { integer } = useFormat()
  const nameOf = useUpstreamName()
  // biome-ignore lint/correctness/useExhaustiveDependencies: it navigates only
  return useMemo(
    () => [
      { id: 'name', header: t('field.name'), cell: nameOf },
      {
        id: 'address',
        header: t('field.baseUrl'),
        cell: (one) =>
          one.baseUrl === null ? (
            t('builtIn')
          ) : (
            <span className="block max-w-72 truncate font-mono text-xs">{one.baseUrl}</span>
          ),
      },
      { id: 'health', header: t('health.title'), card: true, cell: (one) => <Health upstream={one} /> },
      {
        id: 'models',
        header: t('field.models'),
        align: 'end',
        card: true,
        cell: (one) => integer(one.models.length),
      },
      {
        id: 'priority',
        header: t('field.priority'),
        align: 'end',
        card: true,
        cell: (one) => integer(one.priority),
      },
      {
        id: 'weight',
        header: t('field.weight'),
        align: 'end',
        cell: (one) => integer(one.weight),
      },
      {
        id: 'enabled',
        header: t('field.enabled'),
        cell: (one) => (
          <Status tone={one.enabled ? 'success' : 'neutral'}>{one.enabled ? t('on') : t('off')}</Status>
        ),
      },
      {
        id: 'test',
        header: t('live.column'),
        align: 'end',
        card: true,
        cell: (one) => (
          <Button
            size="small"
            aria-label={t('live.title', { name: nameOf(one) })}
            onClick={() => onTest(one.id)}
          >
            {t('live.act')}
          </Button>
        ),
      },
    ],
    [t, integer],
  )
}
