import { useQuery } from '@tanstack/react-query'
import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { organizationsQuery } from '../../../lib/session.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { cn } from '../../../ui/cn.ts'
import { CodeBlock } from '../../../ui/code-block.tsx'
import { LinkButton, TextLink } from '../../../ui/link.tsx'
import { Section } from '../../../ui/page.tsx'
import { modelsQuery } from '../queries.ts'

type Props = { org: string; hasKey: boolean; hasCall: boolean; mayMakeKeys: boolean; mayCall: boolean }

/** From nothing to the first call, against this very server. */
export function FirstSteps({ org, hasKey, hasCall, mayMakeKeys, mayCall }: Props) {
  const { t } = useTranslation('overview')
  const { data } = useQuery(modelsQuery(org))
  const { data: organizations } = useQuery(organizationsQuery)
  const others = organizations?.items.filter(({ id, slug }) => slug !== org && id !== org) ?? []
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
    <Section title={t('first.title')} description={t('first.text')}>
      <ol className="flex flex-col gap-5">
        <Step number={1} title={t('first.key')} done={hasKey}>
          <p>{mayMakeKeys ? t('first.keyText') : t('first.keyAsk')}</p>
          {mayMakeKeys && !hasKey && (
            <LinkButton kind="primary" to="/orgs/$org/keys" params={{ org }} className="self-start">
              {t('first.keyAct')}
            </LinkButton>
          )}
        </Step>
        <Step number={2} title={t('first.call')} done={hasCall}>
          <p>{t('first.callText')}</p>
          <CodeBlock label={t('first.curl')} code={curl} />
          {mayCall && (
            <p>
              <TextLink to="/orgs/$org/playground" params={{ org }}>
                {t('first.playground')}
              </TextLink>
            </p>
          )}
        </Step>
        <Step number={3} title={t('first.look')} done={false}>
          <p>{t('first.lookText')}</p>
        </Step>
      </ol>
      {others.length > 0 && (
        <p className="mt-5 border-line border-t pt-3 text-muted text-sm">
          {t('first.others')}{' '}
          {others.slice(0, 5).map((other, index) => (
            <span key={other.id}>
              {index > 0 && ' · '}
              <TextLink to="/orgs/$org/overview" params={{ org: other.slug }}>
                {other.name}
              </TextLink>
            </span>
          ))}
        </p>
      )}
    </Section>
  )
}

type StepProps = { number: number; title: string; done: boolean; children: ReactNode }
function Step({ number, title, done, children }: StepProps) {
  const { t } = useTranslation('overview')
  return (
    <li className="flex min-w-0 gap-3">
      <span
        aria-hidden
        className={cn(
          'flex size-6 shrink-0 items-center justify-center rounded-full border text-sm',
          done ? 'border-success bg-success-soft text-success' : 'border-edge text-muted',
        )}
      >
        {done ? <Check className="size-4" /> : number}
      </span>
      <div className="flex min-w-0 flex-1 flex-col gap-2">
        <h3 className="font-medium leading-6">
          {title}
          {done && <span className="ms-2 font-normal text-success text-sm">{t('first.done')}</span>}
        </h3>
        {!done && <div className="flex min-w-0 flex-col gap-2 text-muted">{children}</div>}
      </div>
    </li>
  )
}
