import { RotateCcw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ApiError } from '../../../lib/api.ts'
import { errorText } from '../../../lib/error-text.ts'
import { Button } from '../../../ui/button.tsx'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { TextLink } from '../../../ui/link.tsx'
import { Markdown } from '../../../ui/markdown.tsx'
import { ErrorNotice, Notice } from '../../../ui/notice.tsx'
import { Spinner } from '../../../ui/spinner.tsx'
import { askAgain } from '../ask.ts'
import { type Answer, isRunning, type Turn } from '../conversation.ts'
import { AnswerFacts } from './facts.tsx'

/** A question and its answer. */
export function TurnView({ org, turn, last }: { org: string; turn: Turn; last: boolean }) {
  const { t } = useTranslation('playground')
  const { question, answer } = turn
  const running = isRunning(turn)
  return (
    <li className="flex min-w-0 flex-col gap-3">
      <div className="ms-auto min-w-0 max-w-[85%] rounded-md bg-accent-soft px-3 py-2">
        <span className="sr-only">{t('turn.you')}</span>
        <p className="whitespace-pre-wrap break-words">{question}</p>
      </div>
      <div className="flex min-w-0 flex-col gap-2" aria-busy={running || undefined}>
        <p className="font-mono text-muted text-xs">{answer.model}</p>
        {answer.text !== '' && <Markdown>{answer.text}</Markdown>}
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
              {last && (
                <Button
                  kind="quiet"
                  size="small"
                  icon={<RotateCcw aria-hidden />}
                  onClick={() => void askAgain(org)}
                >
                  {t('turn.again')}
                </Button>
              )}
            </span>
          </div>
        )}
      </div>
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
  return (
    <ErrorNotice>
      {answer.error ? errorText(t, answer.error) : t('turn.broken')}
      {answer.text !== '' && ` ${t('turn.charged')}`}
      {answer.error && <NextStep org={org} error={answer.error} />}
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
