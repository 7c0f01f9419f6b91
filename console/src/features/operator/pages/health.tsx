import { useQuery } from '@tanstack/react-query'
import { RefreshCw } from 'lucide-react'
import type { ReactNode } from 'react'
import { useFormat } from '../../../lib/place.tsx'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { Code } from '../../../ui/code-block.tsx'
import { DescriptionList } from '../../../ui/description-list.tsx'
import { TextLink } from '../../../ui/link.tsx'
import { Money } from '../../../ui/money.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Page, PageHeader, Section } from '../../../ui/page.tsx'
import { ErrorState, Skeleton } from '../../../ui/states.tsx'
import { Status, type Tone } from '../../../ui/status.tsx'
import { Moment, When } from '../../../ui/when.tsx'
import { PasskeysHealth } from '../parts/health-passkeys.tsx'
import { useUpstreamName } from '../parts/upstream-columns.tsx'
import { type Health, healthQuery } from '../queries.ts'

const everyMs = 10_000

/** How the installation fares now, for who runs it. */
export function HealthPage() {
  const { t } = useTranslation('health')
  const query = useQuery({ ...healthQuery, refetchInterval: everyMs })
  const { data, error, refetch, isFetching } = query
  return (
    <Page>
      <PageHeader
        title={t('title')}
        description={t('description')}
        actions={
          <Button icon={<RefreshCw aria-hidden />} loading={isFetching} onClick={() => void refetch()}>
            {t('refresh')}
          </Button>
        }
      />
      {data && error && <Notice kind="danger">{t('stale')}</Notice>}
      {data ? (
        <Figures health={data} />
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton lines={10} />
      )}
    </Page>
  )
}

function Figures({ health }: { health: Health }) {
  const { t } = useTranslation('health')
  const { relative } = useFormat()
  return (
    <div className="grid gap-6 lg:grid-cols-2">
      <Program health={health} />
      <Store health={health} />
      <MoneyInFlight health={health} />
      <Upstreams health={health} />
      <MailQueue health={health} />
      <PasskeysHealth passkeys={health.passkeys} />
      <Section title={t('sweeps.title')} description={t('sweeps.text')} plain>
        <Lines>
          {health.sweeps.map(({ name, endedAt, ms, ok }) => (
            <Line key={name} name={t(`sweeps.${name.replaceAll(' ', '_')}`, { defaultValue: name })}>
              {ok === null ? (
                <Status tone="neutral">{t('sweeps.notYet')}</Status>
              ) : (
                <>
                  <Took ms={ms ?? 0} />
                  <When at={endedAt} />
                  <Status tone={ok ? 'success' : 'danger'}>{ok ? t('sweeps.ok') : t('sweeps.failed')}</Status>
                </>
              )}
            </Line>
          ))}
        </Lines>
      </Section>
      <Section title={t('nodes.title')} description={t('nodes.text')} plain>
        <Lines>
          {health.nodes.map(({ id, state, until }) => (
            <Line key={id} name={<Code>{id}</Code>}>
              <span>
                {state === 'alive'
                  ? t('nodes.due', { when: relative(until) })
                  : t('nodes.lapsed', { when: relative(until) })}
              </span>
              <Status tone={state === 'alive' ? 'success' : 'danger'}>{t(`nodes.${state}`)}</Status>
            </Line>
          ))}
        </Lines>
      </Section>
    </div>
  )
}

function Lines({ children }: { children: ReactNode }) {
  return (
    <ul className="flex flex-col divide-y divide-line rounded-md border border-line bg-surface">
      {children}
    </ul>
  )
}

function Line({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-2 text-sm">
      <span className="min-w-0 break-words">{name}</span>
      <span className="flex flex-wrap items-center gap-x-4 gap-y-1 text-muted">{children}</span>
    </li>
  )
}

function Took({ ms }: { ms: number }) {
  const { duration } = useFormat()
  return <span className="tabular whitespace-nowrap">{duration(ms)}</span>
}

function Program({ health }: { health: Health }) {
  const { t } = useTranslation('health')
  const { integer } = useFormat()
  const { uptimeSeconds: up } = health
  const [days, hours, minutes] = [
    Math.floor(up / 86_400),
    Math.floor((up % 86_400) / 3600),
    Math.floor((up % 3600) / 60),
  ]
  const shown = { days: integer(days), hours: integer(hours), minutes: integer(minutes) }
  return (
    <Section title={t('program.title')}>
      <DescriptionList
        items={[
          { label: t('program.version'), value: <Code>{health.version}</Code> },
          { label: t('program.node'), value: <Code>{health.nodeVersion}</Code> },
          {
            label: t('program.uptime'),
            value:
              days > 0
                ? t('program.days', shown)
                : hours > 0
                  ? t('program.hours', shown)
                  : minutes > 0
                    ? t('program.minutes', shown)
                    : t('program.justNow'),
          },
          { label: t('program.started'), value: <Moment at={health.startedAt} /> },
          {
            label: t('program.memory'),
            value: t('program.megabytes', { number: integer(Math.round(health.memoryBytes / 1_048_576)) }),
          },
        ]}
      />
    </Section>
  )
}

const listenerTones = { alone: 'neutral', listening: 'success', reconnecting: 'danger' } as const

function Store({ health }: { health: Health }) {
  const { t } = useTranslation('health')
  const { duration } = useFormat()
  const { kind, writeMs, readMs, migration, listener } = health.store
  const ping = (ms: number | null) => {
    const tone: Tone = ms === null ? 'danger' : ms > 250 ? 'warning' : 'success'
    return (
      <Status tone={tone}>
        {ms === null ? t('store.silent') : t('store.answers', { time: duration(ms) })}
      </Status>
    )
  }
  return (
    <Section title={t('store.title')}>
      <DescriptionList
        items={[
          { label: t('store.kind'), value: t(`store.${kind}`) },
          { label: t('store.writes'), value: ping(writeMs) },
          { label: t('store.reads'), value: ping(readMs) },
          {
            label: t('store.listener'),
            value: (
              <>
                <Status tone={listenerTones[listener]}>{t(`store.${listener}`)}</Status>
                <span className="block text-muted text-sm">{t(`store.${listener}Text`)}</span>
              </>
            ),
          },
          { label: t('store.migration'), value: migration && <Code>{migration}</Code> },
        ]}
      />
    </Section>
  )
}

function MoneyInFlight({ health }: { health: Health }) {
  const { t } = useTranslation('health')
  const { integer } = useFormat()
  const { heldUsd, leases, settling, openStreams } = health.money
  return (
    <Section title={t('money.title')} description={t('money.text')}>
      <DescriptionList
        items={[
          { label: t('money.held'), value: <Money value={heldUsd} /> },
          { label: t('money.leases'), value: integer(leases) },
          {
            label: t('money.settling'),
            value: (
              <Status tone={settling > 1000 ? 'warning' : 'success'}>
                {t('money.waiting', { count: settling, number: integer(settling) })}
              </Status>
            ),
          },
          { label: t('money.streams'), value: integer(openStreams) },
        ]}
      />
    </Section>
  )
}

const upstreamTones = { healthy: 'success', resting: 'warning', unknown: 'neutral' } as const

function Upstreams({ health }: { health: Health }) {
  const { t } = useTranslation('health')
  const nameOf = useUpstreamName()
  const { integer } = useFormat()
  return (
    <Section title={t('upstreams.title')} description={t('upstreams.text')} plain>
      <Lines>
        {health.upstreams.map(({ id, name, enabled, state, until, models }) => (
          <Line
            key={id}
            name={
              <TextLink to="/operator/upstreams/$id" params={{ id }}>
                {nameOf({ id, name })}
              </TextLink>
            }
          >
            <span>{t('upstreams.models', { count: models, number: integer(models) })}</span>
            {enabled ? (
              <Status tone={upstreamTones[state]}>
                {t(`upstreams:health.${state}`)} {until !== null && <When at={until} />}
              </Status>
            ) : (
              <Status tone="neutral">{t('upstreams:health.off')}</Status>
            )}
          </Line>
        ))}
      </Lines>
    </Section>
  )
}

function MailQueue({ health }: { health: Health }) {
  const { t } = useTranslation('health')
  const { integer } = useFormat()
  const { configured, waiting, failed, oldestAt } = health.mail
  return (
    <Section title={t('mail.title')}>
      <DescriptionList
        items={[
          {
            label: t('mail.sending'),
            value: (
              <Status tone={configured ? 'success' : 'neutral'}>
                {configured ? t('mail.on') : t('mail.off')}
              </Status>
            ),
          },
          { label: t('mail.waiting'), value: integer(waiting) },
          { label: t('mail.since'), value: oldestAt && <When at={oldestAt} /> },
          {
            label: t('mail.failed'),
            value: <Status tone={failed > 0 ? 'warning' : 'success'}>{integer(failed)}</Status>,
          },
        ]}
      />
      <p className="mt-4">
        <TextLink to="/operator/mail">{t('mail.open')}</TextLink>
      </p>
    </Section>
  )
}
