import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { sign } from '../../../lib/decimal.ts'
import { useFormat } from '../../../lib/place.tsx'
import { useTranslation } from '../../../lib/texts.tsx'
import { Code } from '../../../ui/code-block.tsx'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { DescriptionList } from '../../../ui/description-list.tsx'
import { Money } from '../../../ui/money.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { CostSum } from '../../../ui/rates.tsx'
import { SidePanel } from '../../../ui/side-panel.tsx'
import { ErrorState, Skeleton } from '../../../ui/states.tsx'
import { Moment } from '../../../ui/when.tsx'
import { callQuery, type WholeCall } from '../queries.ts'
import { Attempts } from './attempts.tsx'
import { CostInWords } from './explain.tsx'
import { CallStatus, outcomeOf, useKeyName } from './status.tsx'

type Props = {
  org: string
  id: string | undefined
  onClose: () => void
  onPrevious?: () => void
  onNext?: () => void
}

/** One call beside the list, with everything that explains its cost. */
export function CallPanel({ org, id, ...panel }: Props) {
  const { t } = useTranslation('usage')
  const { data, error, refetch } = useQuery({ ...callQuery(org, id ?? ''), enabled: id !== undefined })
  const call = data?.id === id ? data : undefined
  return (
    <SidePanel
      {...panel}
      open={id !== undefined}
      title={t('panel.title')}
      subtitle={
        id !== undefined && (
          <span className="flex items-center gap-1">
            <Code>{id}</Code>
            <CopyButton text={id} label={t('panel.copyId')} />
          </span>
        )
      }
    >
      {call ? (
        <Detail call={call} />
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton lines={8} />
      )}
    </SidePanel>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-2">
      <h3 className="font-semibold text-sm">{title}</h3>
      {children}
    </section>
  )
}

function Detail({ call }: { call: WholeCall }) {
  const { t } = useTranslation('usage')
  const { integer, duration } = useFormat()
  const keyName = useKeyName()
  const outcome = outcomeOf(call)
  return (
    <>
      {call.errorCode !== null && (
        <Notice kind={outcome === 'failed' ? 'danger' : outcome === 'stopped' ? 'info' : 'warning'}>
          {t(`errors:${call.errorCode}`, { defaultValue: t('panel.otherError') })}{' '}
          <Code>{call.errorCode}</Code>
        </Notice>
      )}
      <DescriptionList
        items={[
          { label: t('column.status'), value: <CallStatus call={call} /> },
          { label: t('column.at'), value: <Moment at={call.at} /> },
          { label: t('column.model'), value: <Code>{call.model}</Code> },
          { label: t('column.key'), value: keyName({ id: call.keyId, name: call.keyName }) },
          {
            label: t('panel.endpoint'),
            value: call.stream ? t('panel.streamed', { endpoint: call.endpoint }) : call.endpoint,
          },
          {
            label: t('panel.tokens'),
            value: t('panel.inOut', { input: integer(call.inputTokens), output: integer(call.outputTokens) }),
          },
          { label: t('column.latency'), value: duration(call.latencyMs) },
          {
            label: t('column.firstToken'),
            value: call.firstTokenMs === null ? undefined : duration(call.firstTokenMs),
          },
          { label: t('panel.ip'), value: call.ip ?? t('panel.noIp') },
        ]}
      />
      <CostPart call={call} />
      <Part title={t('panel.attempts')}>
        <Attempts attempts={call.attempts} />
      </Part>
    </>
  )
}

function CostPart({ call }: { call: WholeCall }) {
  const { t } = useTranslation('usage')
  const over = sign(call.overUsd) > 0
  return (
    <Part title={t('panel.cost')}>
      {call.unpriced && <Notice kind="warning">{t('panel.unpriced')}</Notice>}
      {call.buckets.length > 0 ? (
        <CostSum lines={call.buckets} costUsd={call.costUsd} />
      ) : (
        <p className="text-sm">
          {sign(call.costUsd) === 0 ? t('panel.noCost') : <Money value={call.costUsd} />}
        </p>
      )}
      <h4 className="mt-1 font-medium text-muted text-xs">{t('explain.title')}</h4>
      <CostInWords call={call} />
      <DescriptionList
        items={[
          { label: t('panel.source'), value: t(`source.${call.usageSource}`) },
          {
            label: t('panel.price'),
            value: call.priceId === null ? t('panel.noPrice') : <Code>{call.priceId}</Code>,
          },
          { label: t('panel.hold'), value: <Money value={call.holdUsd} /> },
          ...(over ? [{ label: t('panel.over'), value: <Money value={call.overUsd} /> }] : []),
        ]}
      />
    </Part>
  )
}
