import { useQuery } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from '../../../lib/texts.tsx'
import { CodeBlock } from '../../../ui/code-block.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { modelsQuery } from '../queries.ts'
import { curlSample, exampleModel } from './samples.ts'

/** What an API key is, one act, and a call to this very server. */
export function FirstUse({ org, action }: { org: string; action: ReactNode }) {
  const { t } = useTranslation('keys')
  const { data } = useQuery(modelsQuery(org))
  return (
    <EmptyState icon={<KeyRound />} title={t('first.title')} action={action}>
      <p>{t('first.text')}</p>
      <CodeBlock
        label={t('first.example')}
        code={curlSample('$PORTICO_API_KEY', exampleModel(data?.items))}
      />
    </EmptyState>
  )
}
