import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useCan } from '../../../lib/session.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { TextArea, TextField } from '../../../ui/text-field.tsx'
import { policyQuery } from '../queries.ts'
import { AdvancedFields } from './advanced-fields.tsx'
import { ExpiryField } from './expiry-field.tsx'

/** The fields of a key, for making and for editing one; `children` come after the name. */
export function KeyFields({ org, children }: { org: string; children?: ReactNode }) {
  const { t } = useTranslation('keys')
  const can = useCan(org)
  const { data: policy } = useQuery({ ...policyQuery(org), enabled: can('policy:read') })
  return (
    <>
      <TextField
        name="name"
        label={t('name')}
        autoComplete="off"
        description={t('nameUse')}
        rules={{ maxLength: { value: 80, message: t('nameTooLong') } }}
      />
      {children}
      <ExpiryField maxDays={policy?.maxKeyDays ?? null} />
      <TextArea name="remark" label={t('remark')} optional rows={2} maxLength={1000} />
      <AdvancedFields org={org} />
    </>
  )
}
