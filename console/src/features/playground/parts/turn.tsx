import { Braces, RotateCcw } from 'lucide-react'
import { useState } from 'react'
import { ApiError } from '../../../lib/api.ts'
import { errorText } from '../../../lib/error-text.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { TextLink } from '../../../ui/link.tsx'
import { Markdown } from '../../../ui/markdown.tsx'
import { ErrorNotice, Notice } from '../../../ui/notice.tsx'
import { Spinner } from '../../../ui/spinner.tsx'
import { askAgain, type Place, rawReplyOf } from '../ask.ts'
import { bodyOfTurn } from '../body.ts'
import { type Answer, type Chat, isRunning, type Turn } from '../chat.ts'
import { AnswerFacts } from './facts.tsx'
import { InspectDialog } from './inspect.tsx'
import { Pictures } from './pictures.tsx'
import { ToolCalls, ToolResults } from './tool-calls.tsx'

type Props = { place: Place; chat: Chat; turn: Turn; last: boolean }

/** A question and its answer. */
export function TurnView({ place, chat, turn, last }: Props) {
  const { t } = useTranslation('playground')
  const { org } = place
  const [inspecting, setInspecting] = useState(false)
  const { question, images, results, answer } = turn
  const running = isRunning(turn)
  return (
    <li className="flex min-w-0 flex-col gap-3">
      <div className="ms-auto min-w-0 max-w-[85%] rounded-md bg-accent-soft px-3 py-2">
        <span className="sr-only">{t('turn.you')}</span>
        <div className="flex min-w-0 flex-col gap-2">
          <Pictures pictures={images} />
          <ToolResults results={results} />
          {question !== '' && <p className="whitespace-pre-wrap break-words">{question}</p>}
        </div>
      </div>
      <div className="flex min-w-0 flex-col gap-2" aria-busy={running || undefined}>
        <p className="font-mono text-muted text-xs">{answer.asked.model}</p>
        {answer.text !== '' && <Markdown>{answer.text}</Markdown>}
        <ToolCalls place={place} calls={answer.calls} open={last && !running} />
        {running && (
          <p className="flex items-center gap-2 text-muted text-sm">
            <Spinner /> {answer.state === 'waiting' ? t('turn.waiting') : t('turn.streaming')}
          </p>
        )}
        <End org={org} answer={answer} />
        {!running && (
          <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
            {answer.requestId !== null && <AnswerFacts org={org} requestId={answer.requestId} />}
            <span className="flex items-center gap-1">
              {answer.text !== '' && <CopyButton text={answer.text} label={t('turn.copy')} />}
              <Button
                kind="quiet"
                size="small"
                icon={<Braces aria-hidden />}
                onClick={() => setInspecting(true)}
              >
                {t('turn.inspect')}
              </Button>
              {last && (
                <Button
                  kind="quiet"
                  size="small"
                  icon={<RotateCcw aria-hidden />}
                  onClick={() => void askAgain(place)}
                >
                  {t('turn.again')}
                </Button>
              )}
            </span>
          </div>
        )}
      </div>
      <InspectDialog
        open={inspecting}
        onClose={() => setInspecting(false)}
        title={answer.requestId ?? t('turn.inspect')}
        body={() => bodyOfTurn(chat, turn.id)}
        reply={() => rawReplyOf(turn.id) ?? null}
      />
    </li>
  )
}

/** How an answer ended, where that was not by itself. */
function End({ org, answer }: { org: string; answer: Answer }) {
  const { t } = useTranslation('playground')
  if (answer.state === 'stopped') return <p className="text-muted text-sm">{t('turn.stopped')}</p>
  if (answer.state === 'done' && answer.finish === 'length')
    return <Notice kind="info">{t('turn.length')}</Notice>
  if (answer.state !== 'failed') return null
  const { failure } = answer
  const error = failure && new ApiError(failure.status, failure.code, [], null, {}, failure.detail)
  return (
    <ErrorNotice>
      {error ? errorText(t, error) : t('turn.broken')}
      {answer.text !== '' && ` ${t('turn.charged')}`}
      {error && <NextStep org={org} error={error} />}
    </ErrorNotice>
  )
}

/** Where to go about it. */
function NextStep({ org, error }: { org: string; error: ApiError }) {
  const { t } = useTranslation('playground')
  if (error.code === 'insufficient_quota' || error.code === 'quota_on_hold')
    return (
      <p className="mt-1">
        <TextLink to="/orgs/$org/wallet" params={{ org }}>
          {t('turn.toWallet')}
        </TextLink>
      </p>
    )
  if (error.code === 'model_not_priced')
    return (
      <p className="mt-1">
        <TextLink to="/orgs/$org/policy" params={{ org }}>
          {t('turn.toPolicy')}
        </TextLink>
      </p>
    )
  return null
}
