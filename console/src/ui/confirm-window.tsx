import { AlertDialog as Base } from '@base-ui/react/alert-dialog'
import { type ReactNode, useRef, useState } from 'react'
import { challengeIsOpen } from '../lib/confirm.ts'
import { errorText } from '../lib/error-text.ts'
import { useTranslation } from '../lib/texts.tsx'
import { Button } from './button.tsx'
import { ErrorNotice } from './notice.tsx'
import { TextField } from './text-field.tsx'

export type ConfirmDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** A question: "Revoke this key?" */
  title: string
  /** What happens, what is kept, when. */
  children?: ReactNode
  /** The act itself, on the button: "Revoke key". */
  verb: string
  /** Stays open and shows the error when it throws. */
  onConfirm: () => Promise<unknown>
  /** Must be typed before the button works: for what cannot be made good. */
  typeToConfirm?: string
  /** An act that hurts nobody keeps the accent. */
  harmless?: boolean
}

export function ConfirmWindow(props: ConfirmDialogProps) {
  const { open, onOpenChange, title, children, verb, onConfirm, typeToConfirm, harmless = false } = props
  const { t } = useTranslation('ui')
  const cancel = useRef<HTMLButtonElement>(null)
  const [typed, setTyped] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()

  async function act() {
    setBusy(true)
    setError(undefined)
    try {
      await onConfirm()
      onOpenChange(false)
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
    }
  }

  return (
    <Base.Root
      open={open}
      onOpenChange={(next, details) => {
        if (!next && challengeIsOpen()) return details.cancel()
        onOpenChange(next)
      }}
      onOpenChangeComplete={(now) => {
        if (now) return
        setTyped('')
        setError(undefined)
      }}
    >
      <Base.Portal>
        <Base.Backdrop
          forceRender
          className="fixed inset-0 z-40 bg-scrim transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0"
        />
        <Base.Popup
          initialFocus={cancel}
          className="-translate-x-1/2 -translate-y-1/2 fixed top-1/2 left-1/2 z-40 flex max-h-[92dvh] w-[calc(100vw-2rem)] max-w-md flex-col gap-4 overflow-y-auto rounded-md border border-line bg-surface p-5 outline-none transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0"
        >
          <Base.Title className="font-semibold text-lg">{title}</Base.Title>
          {children && (
            <Base.Description render={<div />} className="flex flex-col gap-2 text-muted">
              {children}
            </Base.Description>
          )}
          {typeToConfirm !== undefined && (
            <TextField
              label={t('confirm.type', { text: typeToConfirm })}
              value={typed}
              onValueChange={setTyped}
              autoComplete="off"
              spellCheck={false}
            />
          )}
          {error !== undefined && <ErrorNotice>{errorText(t, error)}</ErrorNotice>}
          <div className="flex flex-wrap justify-end gap-2">
            <Base.Close render={<Button ref={cancel} />}>{t('cancel')}</Base.Close>
            <Button
              kind={harmless ? 'primary' : 'dangerSolid'}
              loading={busy}
              disabled={typeToConfirm !== undefined && typed.trim() !== typeToConfirm}
              onClick={act}
            >
              {verb}
            </Button>
          </div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
