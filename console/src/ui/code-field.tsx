import { type ClipboardEvent, useEffect, useRef } from 'react'
import { type Bound, bind } from './bind.tsx'
import type { FieldFrame } from './field.tsx'
import { TextField } from './text-field.tsx'

const digits = 6

export type CodeFieldProps = FieldFrame &
  Bound<string> & {
    autoFocus?: boolean
    /** Runs once for each code that is whole; inside a form it is submitted unless this is given. */
    onComplete?: (code: string) => void
  }

/** The digits of what was typed or pasted, full-width ones too: "123 456" is a code. */
function digitsOf(text: string): string {
  return text.normalize('NFKC').replace(/\D/g, '').slice(0, digits)
}

function PlainCode({ onComplete, ...props }: CodeFieldProps) {
  const { value = '' } = props
  const input = useRef<HTMLElement | null>(null)
  const composing = useRef(false)
  /** The code that was sent last, or was there from the start: it is not sent again until it changes. */
  const sent = useRef(digitsOf(value))
  const complete = useRef(onComplete)
  complete.current = onComplete

  function offer(code: string) {
    if (code.length < digits) sent.current = ''
    if (code.length !== digits || code === sent.current || composing.current) return
    sent.current = code
    if (complete.current) complete.current(code)
    else input.current?.closest('form')?.requestSubmit()
  }
  // After the value has reached the form.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the value alone decides
  useEffect(() => offer(digitsOf(value)), [value])

  useEffect(() => {
    const element = input.current
    if (!element) return
    const begin = () => {
      composing.current = true
    }
    const end = () => {
      composing.current = false
      const text = (element as HTMLInputElement).value
      // What is not plain digits yet becomes them first; that change offers them.
      if (text === digitsOf(text)) offer(text)
      else props.onValueChange?.(digitsOf(text))
    }
    element.addEventListener('compositionstart', begin)
    element.addEventListener('compositionend', end)
    return () => {
      element.removeEventListener('compositionstart', begin)
      element.removeEventListener('compositionend', end)
    }
  })

  return (
    <span
      className="contents"
      onPaste={(event: ClipboardEvent) => {
        // A whole message may be pasted: its code is what counts.
        const code = /(?<!\d)\d{3}[ -]?\d{3}(?!\d)/.exec(
          event.clipboardData.getData('text').normalize('NFKC'),
        )
        if (!code) return
        event.preventDefault()
        props.onValueChange?.(digitsOf(code[0]))
      }}
    >
      <TextField
        {...props}
        name={undefined}
        controlRef={input}
        onValueChange={(text) => props.onValueChange?.(composing.current ? text : digitsOf(text))}
        inputMode="numeric"
        autoComplete="one-time-code"
        spellCheck={false}
        mono
        className="[&>span]:max-w-40 [&_input]:text-lg [&_input]:tracking-[0.3em]"
      />
    </span>
  )
}
/** Six digits of an authenticator or a message; sends itself when they are whole, never while an input method composes. */
export const CodeField = bind<string, CodeFieldProps>(PlainCode, 'CodeField')
