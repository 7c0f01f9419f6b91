import { type ReactNode, useRef } from 'react'
import { type FieldValues, FormProvider, type Path, type UseFormReturn } from 'react-hook-form'
import { ApiError } from '../lib/api-error.ts'
import { errorText } from '../lib/error-text.ts'
import { useTranslation } from '../lib/texts.tsx'
import { FormBinding } from './bind.tsx'
import { cn } from './cn.ts'
import { BoundField } from './form-binding.tsx'
import { ErrorNotice } from './notice.tsx'

type FormProps<V extends FieldValues> = {
  form: UseFormReturn<V>
  /** May throw `ApiError`: its field problems land beside the fields, the rest above the buttons. */
  onSubmit: (values: V) => Promise<unknown>
  children: ReactNode
  className?: string
  id?: string
  /** Maps a path of the server's body to a field of this form, where they differ. */
  fieldOf?: (path: string) => string | undefined
}

/** Of a long form the buttons may be in sight while its end is not: a refusal must not look like nothing. */
const intoView = (notice: HTMLElement | null) => notice?.scrollIntoView({ block: 'nearest' })

/** A real `<form>`: Enter submits (not while an input method composes), the first wrong field gets the focus. */
export function Form<V extends FieldValues>({
  form,
  onSubmit,
  children,
  className,
  id,
  fieldOf,
}: FormProps<V>) {
  const { t, i18n } = useTranslation()
  /** What a refusal left in the fields, where it emptied one of them for the next try. */
  const left = useRef<string>(null)
  const typed = (values: V): string => JSON.stringify(values)
  const submit = form.handleSubmit(async (values) => {
    try {
      await onSubmit(values)
    } catch (error) {
      const now = typed(form.getValues())
      left.current = now === typed(values) ? null : now
      if (error instanceof ApiError && placeFieldErrors(error)) return
      form.setError('root.server', {
        message: errorText(t, error),
        // The request id travels in `type`: the form's error has no other room.
        type:
          error instanceof ApiError && (error.status === 0 || error.status >= 500)
            ? (error.requestId ?? '')
            : '',
      })
      if (!(error instanceof ApiError)) reportError(error)
    }
  })

  function placeFieldErrors(error: ApiError): boolean {
    const known = Object.keys(form.getValues())
    const placed = error.fields.flatMap(({ path, message, code }) => {
      const field =
        fieldOf?.(path) ?? path.split(/[.[/]/).find((part) => !['', 'body', 'query'].includes(part))
      return field && known.includes(field)
        ? [{ field, message, code: typeof code === 'string' ? code : error.code }]
        : []
    })
    placed.forEach(({ field, message, code }, index) => {
      const text = fieldText(code, message)
      form.setError(field as Path<V>, { type: 'server', message: text }, { shouldFocus: index === 0 })
    })
    return placed.length > 0 && placed.length === error.fields.length
  }

  /** The server writes English; other languages take the sentence of the code, which knows no numbers. */
  function fieldText(code: string, message: string): string {
    if (i18n.language === 'en') return message
    const known = code !== 'invalid_request' && i18n.exists(`errors:${code}`)
    return known ? t(`errors:${code}`) : t('errors:field', { message })
  }

  const problem = form.formState.errors.root?.server
  return (
    <FormProvider {...form}>
      <FormBinding value={BoundField}>
        <form
          id={id}
          noValidate
          className={cn('flex flex-col gap-4', className)}
          onSubmit={(event) => {
            // A dialog inside another form must not submit both.
            event.stopPropagation()
            // Whoever presses the button as a code that sent itself is refused must still read why, not that the field is empty.
            if (left.current !== null && left.current === typed(form.getValues()))
              return event.preventDefault()
            // What the server said of a group of fields would stand in the way of the next try.
            form.clearErrors()
            void submit(event)
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && event.nativeEvent.isComposing) event.preventDefault()
          }}
        >
          {children}
          {problem?.message && (
            <div ref={intoView}>
              <ErrorNotice requestId={String(problem.type)}>{problem.message}</ErrorNotice>
            </div>
          )}
        </form>
      </FormBinding>
    </FormProvider>
  )
}

/** Buttons of a form; put last, or in the footer of a dialog with the form's id. */
export function FormActions({ children, className }: { children: ReactNode; className?: string }) {
  return <div className={cn('flex flex-wrap items-center gap-2', className)}>{children}</div>
}
