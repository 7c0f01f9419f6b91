import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { errorText } from '../../../lib/error-text.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Switch } from '../../../ui/choice.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Section } from '../../../ui/page.tsx'
import { toast } from '../../../ui/toast.tsx'
import { changePolicy, type Policy, policyQuery } from '../queries.ts'

/** One switch: saved at once, with an undo. */
export function UnpricedSwitch({
  org,
  policy,
  readOnly,
}: {
  org: string
  policy: Policy
  readOnly: boolean
}) {
  const { t } = useTranslation('policy')
  const client = useQueryClient()
  const [pending, setPending] = useState<boolean>()

  async function save(accept: boolean, undoable: boolean) {
    setPending(accept)
    try {
      const next = await changePolicy(org, { acceptUnpricedModels: accept })
      client.setQueryData(policyQuery(org).queryKey, next)
      void client.invalidateQueries({ queryKey: ['orgs', org, 'models'] })
      toast({
        title: accept ? t('unpriced.on') : t('unpriced.off'),
        action: undoable ? { label: t('undo'), onClick: () => void save(!accept, false) } : undefined,
      })
    } catch (error) {
      toast({ kind: 'problem', title: t('notSaved'), description: errorText(t, error) })
    } finally {
      setPending(undefined)
    }
  }

  return (
    <Section title={t('unpriced.title')}>
      {policy.unpricedModels === 'never' && (
        <div className="mb-3">
          <Notice kind="warning">{t('unpriced.overruled')}</Notice>
        </div>
      )}
      <Switch
        label={t('unpriced.label')}
        description={t('unpriced.text')}
        value={pending ?? policy.acceptUnpricedModels}
        disabled={readOnly || pending !== undefined}
        onValueChange={(accept) => void save(accept, true)}
      />
    </Section>
  )
}
