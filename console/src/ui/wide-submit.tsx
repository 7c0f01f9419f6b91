import type { ReactNode } from 'react'
import { useFormState } from 'react-hook-form'
import { Button } from './button.tsx'
import { FormActions } from './form.tsx'

type Props = { kind?: 'primary' | 'dangerSolid'; children: ReactNode }

/** The one button of a form that is a page of its own, as wide as its fields. */
export function WideSubmit({ kind = 'primary', children }: Props) {
  const { isSubmitting } = useFormState()
  return (
    <FormActions>
      <Button type="submit" kind={kind} size="large" className="w-full" loading={isSubmitting}>
        {children}
      </Button>
    </FormActions>
  )
}
