import { useState } from 'react'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { CodeBlock } from '../../../ui/code-block.tsx'
import { TextArea } from '../../../ui/text-field.tsx'
import { type Place, reply } from '../ask.ts'
import type { ToolCall, ToolResult } from '../chat.ts'

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

type Props = {
  place: Place
  calls: readonly ToolCall[]
  /** Whether results can be given: the answer is over and the last one. */
  open: boolean
}

/** What the model asks tools to do, and the place for what they answered. Nothing is run. */
export function ToolCalls({ place, calls, open }: Props) {
  const { t } = useTranslation('playground')
  const [results, setResults] = useState<Readonly<Record<number, string>>>({})
  if (calls.length === 0) return null
  // A provider that gives no ids cannot be answered.
  const answerable = open && calls.every(({ id }) => id !== '')
  return (
    <form
      aria-label={t('calls.label')}
      className="flex min-w-0 flex-col gap-3 rounded-md border border-line bg-surface p-3"
      onSubmit={(event) => {
        event.preventDefault()
        void reply(
          place,
          calls.map(({ id, name }, index) => ({ id, name, content: results[index] ?? '' })),
        )
      }}
    >
      {calls.map((call, index) => (
        <div key={call.id || call.name} className="flex min-w-0 flex-col gap-2">
          <p className="text-sm">
            {t('calls.asks')} <code className="font-medium font-mono">{call.name}</code>
          </p>
          <CodeBlock label={t('calls.arguments', { name: call.name })} code={pretty(call.arguments)} />
          {answerable && (
            <TextArea
              label={t('calls.result', { name: call.name })}
              optional
              mono
              rows={2}
              value={results[index] ?? ''}
              onValueChange={(text) => setResults((old) => ({ ...old, [index]: text }))}
            />
          )}
        </div>
      ))}
      {answerable && (
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" size="small">
            {t('calls.send')}
          </Button>
          <p className="text-muted text-xs">{t('calls.notRun')}</p>
        </div>
      )}
    </form>
  )
}

/** What was given back to the model. */
export function ToolResults({ results }: { results: readonly ToolResult[] }) {
  const { t } = useTranslation('playground')
  return results.map((result) => (
    <div key={result.id} className="flex min-w-0 flex-col gap-1">
      <p className="text-muted text-xs">{t('calls.result', { name: result.name })}</p>
      <p className="whitespace-pre-wrap break-words font-mono text-sm">{result.content}</p>
    </div>
  ))
}
