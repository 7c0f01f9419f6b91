import { useQuery } from '@tanstack/react-query'
import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { useController, useFormContext } from 'react-hook-form'
import { keyScopes } from '../../../../../contract/scopes.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { ChipsField } from '../../../ui/chips-field.tsx'
import { Checkbox } from '../../../ui/choice.tsx'
import { cn } from '../../../ui/cn.ts'
import { modelsQuery } from '../queries.ts'

/** Scopes, models and addresses: closed until wanted, open where something in it is wrong. */
export function AdvancedFields({ org }: { org: string }) {
  const { t } = useTranslation('keys')
  const { errors } = useFormContext().formState
  const [wanted, setOpen] = useState(false)
  const open = wanted || Boolean(errors.scopes ?? errors.models ?? errors.ipAllowlist)
  const { data } = useQuery({ ...modelsQuery(org), enabled: open })
  return (
    <div className="flex flex-col gap-4">
      <Button
        kind="quiet"
        className="-ms-2 self-start"
        aria-expanded={open}
        icon={<ChevronRight className={cn('transition-transform duration-100', open && 'rotate-90')} />}
        onClick={() => setOpen(!open)}
      >
        {t('advanced')}
      </Button>
      {open && (
        <>
          <Scopes />
          <ChipsField
            name="models"
            label={t('models.label')}
            optional
            free
            options={data?.items.map((model) => model.id) ?? []}
            placeholder={t('models.all')}
            description={t('models.text')}
          />
          <ChipsField
            name="ipAllowlist"
            label={t('addresses.label')}
            optional
            free
            placeholder={t('addresses.all')}
            description={t('addresses.text')}
          />
        </>
      )}
    </div>
  )
}

function Scopes() {
  const { t } = useTranslation('keys')
  const { field, fieldState } = useController<{ scopes: string[] }>({
    name: 'scopes',
    rules: { validate: (scopes) => scopes.length > 0 || t('scopes.none') },
  })
  const chosen = field.value as string[]
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 font-medium text-sm">{t('scopes.label')}</legend>
      {keyScopes.map((scope) => (
        <Checkbox
          key={scope}
          label={scope}
          description={t(`scopes.${scope.replace(':', '_')}`)}
          value={chosen.includes(scope)}
          onValueChange={(on) =>
            field.onChange(keyScopes.filter((one) => (one === scope ? on : chosen.includes(one))))
          }
        />
      ))}
      {fieldState.error && (
        <p role="alert" className="text-danger text-sm">
          {fieldState.error.message}
        </p>
      )}
    </fieldset>
  )
}
