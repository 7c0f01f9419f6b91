import { ArrowUp, ImagePlus, Square } from 'lucide-react'
import {
  type ClipboardEvent,
  type DragEvent,
  type FormEvent,
  type KeyboardEvent,
  useRef,
  useState,
} from 'react'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button, IconButton } from '../../../ui/button.tsx'
import { cn } from '../../../ui/cn.ts'
import { controlClass } from '../../../ui/field.tsx'
import { type Place, stop } from '../ask.ts'
import type { Chat } from '../chat.ts'
import { changeChat, chatOf } from '../chats.ts'
import { mostImages, shrink } from '../image.ts'
import { Pictures } from './pictures.tsx'

/** What the sandbox does when the whole message is one of these. */
const words = ['long', 'slow-5', 'cut', 'error-429', 'error-500', 'no-usage', 'tool'] as const
const said = (word: string) => `sandbox:${word}`

type Props = {
  place: Place
  chat: Chat
  busy: boolean
  /** Why nothing can be sent now, else nothing. */
  blocked?: string
  sandbox: boolean
  onSend: () => void
}

/** The box for the next question. Enter sends, Shift+Enter begins a line, an input method may finish its word. */
export function Composer({ place, chat, busy, blocked, sandbox, onSend }: Props) {
  const { t } = useTranslation('playground')
  const input = useRef<HTMLTextAreaElement>(null)
  const chooser = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const [problem, setProblem] = useState<'unreadable' | 'tooMany'>()
  const empty = chat.draft.trim() === '' && chat.attached.length === 0
  const change = (changes: Partial<Chat>) => {
    setProblem(undefined)
    changeChat(place.owner, place.id, changes)
  }

  function send(event?: FormEvent) {
    event?.preventDefault()
    if (!busy && !empty && blocked === undefined) onSend()
  }
  function key(event: KeyboardEvent<HTMLTextAreaElement>) {
    // 229: browsers which have ended composing before the key arrives.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing || event.keyCode === 229)
      return
    event.preventDefault()
    send()
  }
  async function attach(files: readonly File[]) {
    const read = await Promise.all(files.map((file) => shrink(file).catch(() => null)))
    const pictures = read.filter((picture) => picture !== null)
    const before = chatOf(place.owner, place.id)?.attached ?? []
    const all = [...before, ...pictures]
    change({ attached: all.slice(0, mostImages) })
    setProblem(
      all.length > mostImages ? 'tooMany' : pictures.length < files.length ? 'unreadable' : undefined,
    )
    input.current?.focus()
  }
  function paste(event: ClipboardEvent) {
    const files = [...event.clipboardData.files]
    // Text copied from an office program comes with a picture of itself.
    if (files.length === 0 || event.clipboardData.getData('text/plain') !== '') return
    event.preventDefault()
    void attach(files)
  }
  function drop(event: DragEvent) {
    if (event.dataTransfer.files.length === 0) return
    event.preventDefault()
    setOver(false)
    void attach([...event.dataTransfer.files])
  }

  return (
    <form
      onSubmit={send}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={cn(
        'flex flex-col gap-2 border-line border-t bg-surface px-4 py-3 sm:px-6',
        over && 'bg-accent-soft',
      )}
    >
      {sandbox && (
        <ul aria-label={t('sandbox.label')} className="flex flex-wrap items-center gap-1.5">
          {words.map((word) => (
            <li key={word}>
              <button
                type="button"
                title={t(`sandbox.${word}`)}
                onClick={() => {
                  input.current?.select()
                  // As if typed, so that what stood there comes back with an undo.
                  if (!document.execCommand('insertText', false, said(word))) change({ draft: said(word) })
                }}
                className="min-h-6 rounded-sm bg-sunken px-1.5 font-mono text-xs hover:bg-hover"
              >
                {said(word)}
              </button>
            </li>
          ))}
        </ul>
      )}
      <Pictures
        pictures={chat.attached}
        onRemove={(index) => change({ attached: chat.attached.filter((_, at) => at !== index) })}
      />
      {problem && (
        <p role="alert" className="text-danger text-sm">
          {t(`images.${problem}`, { most: mostImages })}
        </p>
      )}
      <div className="flex items-end gap-2">
        <input
          ref={chooser}
          type="file"
          accept="image/*"
          multiple
          hidden
          aria-label={t('images.choose')}
          onChange={(event) => {
            void attach([...(event.target.files ?? [])])
            // The same file can be chosen again.
            event.target.value = ''
          }}
        />
        <IconButton
          size="large"
          kind="secondary"
          label={t('images.choose')}
          icon={<ImagePlus />}
          onClick={() => chooser.current?.click()}
        />
        <textarea
          ref={input}
          aria-label={t('composer.label')}
          aria-describedby="composer-help"
          placeholder={t('composer.placeholder')}
          rows={2}
          value={chat.draft}
          onChange={(event) => change({ draft: event.target.value })}
          onKeyDown={key}
          onPaste={paste}
          className={cn(controlClass, 'field-sizing-content max-h-48 min-h-14 flex-1 resize-none px-3 py-2')}
        />
        {busy ? (
          <Button
            size="large"
            icon={<Square aria-hidden />}
            onClick={() => {
              stop(place.id)
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
