import { useState } from 'react'
import { errorText } from '../../../lib/error-text.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { CodeBlock } from '../../../ui/code-block.tsx'
import { DescriptionList } from '../../../ui/description-list.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Section } from '../../../ui/page.tsx'
import { type Provider, type ProviderTest, testProvider } from '../provider-queries.ts'

type Outcome = { result: ProviderTest } | { error: unknown }

/** What the provider has to be told, and whether it answers. */
export function ProviderFacts({ provider }: { provider: Provider }) {
  const { t } = useTranslation('providers')
  const [busy, setBusy] = useState(false)
  const [outcome, setOutcome] = useState<Outcome>()
  return (
    <Section title={t('field.callback')} description={t('field.callbackText')}>
      <div className="flex flex-col gap-4">
        <CodeBlock code={provider.callbackUrl} label={t('field.callback')} wrap />
        <div className="flex flex-wrap items-center gap-3">
          <Button
            loading={busy}
            onClick={async () => {
              setBusy(true)
              setOutcome(
                await testProvider(provider.id).then(
                  (result) => ({ result }),
                  (error: unknown) => ({ error }),
                ),
              )
              setBusy(false)
            }}
          >
            {t('test.act')}
          </Button>
          <span className="text-muted text-sm">{t('test.text')}</span>
        </div>
        <div role="status">{outcome && !busy && <Told outcome={outcome} />}</div>
      </div>
    </Section>
  )
}

function Told({ outcome }: { outcome: Outcome }) {
  const { t } = useTranslation('providers')
  if ('error' in outcome) return <Notice kind="danger">{errorText(t, outcome.error)}</Notice>
  const { problem, found } = outcome.result
  if (!found)
    return (
      <Notice kind="danger" title={t('test.failed')}>
        {t(`problem.${problem ?? 'unreachable'}`)}
      </Notice>
    )
  const said = (yes: boolean) => (yes ? t('test.yes') : t('test.no'))
  const address = (text: string) => <span className="break-all font-mono text-xs">{text}</span>
  return (
    <div className="flex flex-col gap-3">
      <Notice kind="success">{t('test.ok')}</Notice>
      <DescriptionList
        items={[
          { label: t('test.authorization'), value: address(found.authorizationEndpoint) },
          { label: t('test.token'), value: address(found.tokenEndpoint) },
          {
            label: t('test.algorithms'),
            value: found.algorithms.length === 0 ? t('test.none') : found.algorithms.join(', '),
          },
          { label: t('test.iss'), value: said(found.namesItself) },
          { label: t('test.pkce'), value: said(found.pkce) },
        ]}
      />
    </div>
  )
}
