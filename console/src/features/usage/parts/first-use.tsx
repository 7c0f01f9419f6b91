import { useQuery } from '@tanstack/react-query'
import { ScrollText } from 'lucide-react'
import { useTranslation } from '../../../lib/texts.tsx'
import { CodeBlock } from '../../../ui/code-block.tsx'
import { LinkButton } from '../../../ui/link.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { modelsQuery } from '../queries.ts'

/** Before the first call: what will stand here, and a command that makes one. */
export function FirstUse({ org }: { org: string }) {
  const { t } = useTranslation('usage')
  const { data } = useQuery(modelsQuery(org))
  const model =
    data?.items.find(({ accepted, purpose }) => accepted && purpose === 'chat')?.id ?? 'sandbox-chat'
  const body = JSON.stringify({ model, messages: [{ role: 'user', content: 'Hello' }] })
  const curl = [
    `curl ${location.origin}/v1/chat/completions \\`,
    '  -H "Authorization: Bearer $PORTICO_API_KEY" \\',
    '  -H "Content-Type: application/json" \\',
    `  -d '${body}'`,
  ].join('\n')
  return (
    <EmptyState
      icon={<ScrollText aria-hidden />}
      title={t('first.title')}
      action={
        <LinkButton kind="primary" to="/orgs/$org/keys" params={{ org }}>
          {t('first.act')}
        </LinkButton>
      }
    >
      <p>{t('first.text')}</p>
      <CodeBlock label={t('first.curl')} code={curl} />
    </EmptyState>
  )
}
