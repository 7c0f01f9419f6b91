import { Play } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { errorText } from '../../../lib/error-text.ts'
import { useFormat } from '../../../lib/place.tsx'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { SidePanel } from '../../../ui/side-panel.tsx'
import { Status } from '../../../ui/status.tsx'
import { type ModelTest, testModel, type Upstream } from '../queries.ts'
import { useUpstreamName } from './upstream-columns.tsx'

type Result = { state: 'running' } | { state: 'told'; test: ModelTest } | { state: 'error'; error: unknown }
type Props = { upstream: Upstream | undefined; onClose: () => void }

const atOnce = 3

/** Asks the models of an upstream one small question each, as calls would; nothing is saved. */
export function LiveTestPanel({ upstream, onClose }: Props) {
  const { t } = useTranslation('upstreams')
  const nameOf = useUpstreamName()
  return (
    <SidePanel
      open={upstream !== undefined}
      onClose={onClose}
      title={upstream ? t('live.title', { name: nameOf(upstream) }) : ''}
      subtitle={t('live.text')}
    >
      {upstream && <Models key={upstream.id} upstream={upstream} />}
    </SidePanel>
  )
}

function Models({ upstream }: { upstream: Upstream }) {
  const { t } = useTranslation('upstreams')
  const { integer } = useFormat()
  const [results, setResults] = useState<Readonly<Record<string, Result>>>({})
  const [busy, setBusy] = useState(false)
  const stop = useRef<AbortController>(null)
  useEffect(() => () => stop.current?.abort(), [])

  async function ask(model: string, signal: AbortSignal) {
    const tell = (result: Result) => setResults((old) => ({ ...old, [model]: result }))
    tell({ state: 'running' })
    try {
      tell({ state: 'told', test: await testModel(upstream.id, model, signal) })
    } catch (error) {
      if (!signal.aborted) tell({ state: 'error', error })
    }
  }
  async function run(models: readonly string[]) {
    const controller = new AbortController()
    stop.current = controller
    setBusy(true)
    const [first, ...queue] = models
    // The first one alone: it may be asked for a fresh proof.
    if (first !== undefined) await ask(first, controller.signal)
    const worker = async () => {
      for (let next = queue.shift(); next !== undefined && !controller.signal.aborted; next = queue.shift())
        await ask(next, controller.signal)
    }
    await Promise.all(Array.from({ length: atOnce }, worker))
    if (!controller.signal.aborted) setBusy(false)
  }

  const told = Object.values(results).flatMap((one) => (one.state === 'told' ? one.test : []))
  const good = told.filter((test) => test.ok).length
  return (
    <>
      <div className="flex flex-wrap items-center gap-3">
        <Button
          kind="primary"
          icon={<Play aria-hidden />}
          loading={busy}
          onClick={() => void run(upstream.models)}
        >
          {t('live.all', { count: upstream.models.length, number: integer(upstream.models.length) })}
        </Button>
        <span role="status" className="text-muted text-sm">
          {told.length > 0 && t('live.sum', { good: integer(good), all: integer(told.length) })}
        </span>
      </div>
      {!upstream.enabled && <Notice>{t('live.off')}</Notice>}
      <ul className="flex flex-col divide-y divide-line rounded-md border border-line">
        {upstream.models.map((model) => (
          <li key={model} className="flex flex-col gap-1 px-3 py-2 text-sm">
            <div className="flex items-center justify-between gap-3">
              <span className="min-w-0 break-all font-mono text-xs">{model}</span>
              <Button
                size="small"
                disabled={busy}
                aria-label={t('live.one', { model })}
                onClick={() => void run([model])}
              >
                {t('live.act')}
              </Button>
            </div>
            {results[model] && <Told result={results[model]} />}
          </li>
        ))}
      </ul>
    </>
  )
}

function Told({ result }: { result: Result }) {
  const { t } = useTranslation('upstreams')
  const { duration, integer } = useFormat()
  if (result.state === 'running') return <Status tone="info">{t('live.running')}</Status>
  if (result.state === 'error') return <Status tone="danger">{errorText(t, result.error)}</Status>
  const { ok, ms, status, answer, dimensions, problemCode } = result.test
  return (
    <div className="flex flex-col gap-1">
      <span className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <Status tone={ok ? 'success' : 'danger'}>{ok ? t('live.answered') : t('live.failed')}</Status>
        <span className="tabular text-muted">{duration(ms)}</span>
        {status !== null && <span className="tabular text-muted">{t('live.status', { status })}</span>}
      </span>
      {problemCode && <span>{t(`problem.${problemCode}`)}</span>}
      {dimensions !== null && <span>{t('live.dimensions', { number: integer(dimensions) })}</span>}
      {answer !== null && <q className="break-words text-muted">{answer}</q>}
      {ok && answer === null && dimensions === null && <span className="text-muted">{t('live.silent')}</span>}
    </div>
  )
}
