import { useQuery } from '@tanstack/react-query'
import { Plus, Trash2 } from 'lucide-react'
import type { UseFormReturn } from 'react-hook-form'
import type { MappingRule } from '../../../../../contract/operator-providers.ts'
import { mappedRoles } from '../../../../../contract/provider-kinds.ts'
import { errorText } from '../../../lib/error-text.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Combobox } from '../../../ui/combobox.tsx'
import { ErrorNotice } from '../../../ui/notice.tsx'
import { Section } from '../../../ui/page.tsx'
import { Select } from '../../../ui/select.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { sharedOrganizationsQuery } from '../provider-queries.ts'
import { emptyRule, type ProviderValues } from './provider-values.ts'

/** Which claim brings into which organization, a row each. */
export function ProviderMapping({ form }: { form: UseFormReturn<ProviderValues> }) {
  const { t } = useTranslation('providers')
  const rules = form.watch('mapping')
  const { data, error } = useQuery({ ...sharedOrganizationsQuery, enabled: rules.length > 0 })
  const chosen = rules.map(({ organizationId }) => organizationId)
  const known = new Set(data?.map(({ id }) => id))
  const options = [
    ...(data ?? []).map(({ id, name, slug }) => ({ value: id, label: name, description: slug })),
    // What is saved and not in the list stays what it is.
    ...[...new Set(chosen)]
      .filter((id) => id !== '' && !known.has(id))
      .map((id) => ({ value: id, label: id })),
  ]
  // The library's own lists of fields would come with every form there is, that of signing in too.
  function change(next: MappingRule[]) {
    form.clearErrors('mapping')
    form.setValue('mapping', next, { shouldDirty: true })
  }
  const refused = form.formState.errors.mapping?.message
  return (
    <Section title={t('mapping.title')} description={t('mapping.text')}>
      <div className="flex flex-col gap-4">
        {rules.map((_, at) => (
          <fieldset
            // biome-ignore lint/suspicious/noArrayIndexKey: its fields are named by their place
            key={at}
            className="grid items-start gap-3 max-sm:border-line max-sm:border-b max-sm:pb-2 sm:grid-cols-[1fr_1fr_1.5fr_1fr_auto]"
          >
            <legend className="sr-only">{t('mapping.rule', { number: at + 1 })}</legend>
            <TextField name={`mapping.${at}.claim`} label={t('mapping.claim')} spellCheck={false} mono />
            <TextField name={`mapping.${at}.value`} label={t('mapping.value')} spellCheck={false} mono />
            <Combobox
              name={`mapping.${at}.organizationId`}
              label={t('mapping.organization')}
              options={options}
            />
            <Select
              name={`mapping.${at}.role`}
              label={t('mapping.role')}
              options={mappedRoles.map((value) => ({ value, label: t(`organizations:roles.${value}`) }))}
            />
            <div className="sm:pt-6">
              <IconButton
                icon={<Trash2 aria-hidden className="size-4" />}
                label={t('mapping.remove', { number: at + 1 })}
                onClick={() => change(rules.toSpliced(at, 1))}
              />
            </div>
          </fieldset>
        ))}
        {error && <ErrorNotice>{errorText(t, error)}</ErrorNotice>}
        {refused && <ErrorNotice>{refused}</ErrorNotice>}
        <div>
          <Button
            icon={<Plus aria-hidden className="size-4" />}
            onClick={() => change([...rules, emptyRule])}
          >
            {t('mapping.add')}
          </Button>
        </div>
      </div>
    </Section>
  )
}
