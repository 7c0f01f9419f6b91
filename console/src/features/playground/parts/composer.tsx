import { ArrowUp, Square } from 'lucide-react'
import { type FormEvent, type KeyboardEvent, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../ui/button.tsx'
import { cn } from '../../../ui/cn.ts'
import { controlClass } from '../../../ui/field.tsx'
import { stop } from '../ask.ts'
import { change } from '../conversation.ts'

/** What the sandbox does when the whole message is one of these. */
const words = ['long', 'slow-5', 'cut', 'error-429', 'error-500', 'no-usage'] as const
const said = (word: string) => `sandbox:${word}`

type Props = {
  org: string
  draft: string
  busy: boolean
  /** Why nothing can be sent now, else nothing. */
  blocked?: string
  sandbox: boolean
  onSend: (question: string) => void
}

/** The box for the next question. Enter sends, Shift+Enter begins a line, an input method may finish its word. */
export function Composer({ org, draft, busy, blocked, sandbox, onSend }: Props) {
  const { t } = useTranslation('playground')
  const input = useRef<HTMLTextAreaElement>(null)
  const empty = draft.trim() === ''

  function send(event?: FormEvent) {
    event?.preventDefault()
    if (!busy && !empty && blocked === undefined) onSend(draft)
  }
  function key(event: KeyboardEvent<HTMLTextAreaElement>) {
    // 229: browsers which have ended composing before the key arrives.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing || event.keyCode === 229)
      return
    event.preventDefault()
    send()
  }

  return (
    <form onSubmit={send} className="flex flex-col gap-2 border-line border-t bg-surface px-4 py-3 sm:px-6">
      {sandbox && (
        <ul aria-label={t('sandbox.label')} className="flex flex-wrap items-center gap-1.5">
          {words.map((word) => (
            <li key={word}>
              <button
                type="button"
                title={t(`sandbox.${word}`)}
                onClick={() => {
                  change(org, { draft: said(word) })
                  input.current?.focus()
                }}
                className="min-h-6 rounded-sm bg-sunken px-1.5 font-mono text-xs hover:bg-hover"
              >
                {said(word)}
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className="flex items-end gap-2">
        <textarea
          ref={input}
          aria-label={t('composer.label')}
          aria-describedby="composer-help"
          placeholder={t('composer.placeholder')}
          rows={2}
          value={draft}
          onChange={(event) => change(org, { draft: event.target.value })}
          onKeyDown={key}
          className={cn(controlClass, 'field-sizing-content max-h-48 min-h-14 flex-1 resize-none px-3 py-2')}
        />
        {busy ? (
          <Button
            size="large"
            icon={<Square aria-hidden />}
            onClick={() => {
              stop(org)
              input.current?.focus()
            }}
          >
            {t('composer.stop')}
          </Button>
        ) : (
          <Button
            type="submit"
            kind="primary"
            size="large"
            icon={<ArrowUp aria-hidden />}
            disabled={empty || blocked !== undefined}
          >
            {t('composer.send')}
          </Button>
        )}
      </div>
      <p id="composer-help" className="text-muted text-xs">
        {blocked ?? t('composer.help')}
      </p>
    </form>
  )
}
