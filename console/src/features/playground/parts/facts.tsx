import { useQuery } from '@tanstack/react-query'
import { useFormat } from '../../../lib/place.tsx'
import { useCan } from '../../../lib/session.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { TextLink } from '../../../ui/link.tsx'
import { Money } from '../../../ui/money.tsx'
import { recordQuery } from '../queries.ts'

/** What an answer cost, how many tokens it took, and its id, which leads to the log. */
export function AnswerFacts({ org, requestId }: { org: string; requestId: string }) {
  const { t } = useTranslation('playground')
  const { integer, duration } = useFormat()
  const mayRead = useCan(org)('usage:readOwn')
  const { data, isError } = useQuery({ ...recordQuery(org, requestId), enabled: mayRead })
  return (
    <p className="tabular flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1 text-muted text-xs">
      {data && (
        <>
          <span className="font-medium text-ink">
            <Money value={data.costUsd} />
          </span>
          <span>
            {t('facts.tokens', { input: integer(data.inputTokens), output: integer(data.outputTokens) })}
          </span>
          <span>{duration(data.latencyMs)}</span>
        </>
      )}
      {isError && <span>{t('facts.unknown')}</span>}
      <TextLink
        to="/orgs/$org/usage"
        params={{ org }}
        search={{ row: requestId }}
        className="break-all font-mono"
      >
        {requestId}
      </TextLink>
    </p>
  )
}
