import { type UseQueryResult, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { errorText } from '../../../lib/error-text.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { Code } from '../../../ui/code-block.tsx'
import { DescriptionList } from '../../../ui/description-list.tsx'
import { lazily } from '../../../ui/lazily.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Section } from '../../../ui/page.tsx'
import { ErrorState, Skeleton } from '../../../ui/states.tsx'
import { WhenWanted } from '../../../ui/when-wanted.tsx'
import { type MailSettings, mailSettingsQuery, testMail } from '../queries.ts'

const MailDialog = lazily(async () => (await import('./mail-dialog.tsx')).MailDialog)

/** Whether mail can be sent, by which server, and a test of it. */
export function MailSending({ query }: { query: UseQueryResult<MailSettings> }) {
  const { data, error, refetch } = query
  if (data) return <Sending settings={data} />
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  return <Skeleton lines={5} />
}

const variable = 'PORTICO_SMTP_URL'

type Told = { kind: 'success' | 'danger'; text: string }

function Sending({ settings }: { settings: MailSettings }) {
  const { t } = useTranslation('mail')
  const client = useQueryClient()
  const [editing, setEditing] = useState(false)
  const [busy, setBusy] = useState(false)
  const [told, setTold] = useState<Told>()
  const { source, host, port, security } = settings

  async function test() {
    setBusy(true)
    try {
      const { ok, to, problem } = await testMail()
      setTold(
        ok
          ? { kind: 'success', text: t('test.sent', { to }) }
          : { kind: 'danger', text: t(`problem.${problem ?? 'failed'}`) },
      )
    } catch (error) {
      setTold({ kind: 'danger', text: errorText(t, error) })
    } finally {
      setBusy(false)
    }
  }

  return (
    <Section title={t('sending')}>
      <div className="flex flex-col gap-4">
        {source === 'none' ? (
          <Notice kind="warning">{t('noneText')}</Notice>
        ) : (
          <DescriptionList
            items={[
              { label: t('host'), value: <Code>{`${host}:${port}`}</Code> },
              { label: t('security'), value: security && t(`securities.${security}`) },
              { label: t('username'), value: settings.username },
              {
                label: t('password'),
                value: settings.password.set
                  ? t('passwordSet', { hint: settings.password.hint ?? '' })
                  : null,
              },
              { label: t('from'), value: settings.from },
            ]}
          />
        )}
        {source === 'environment' && (
          <p className="text-muted text-sm">
            {t('fixed')} <Code>{variable}</Code>
          </p>
        )}
        <div className="flex flex-wrap gap-2">
          {source !== 'environment' && (
            <Button kind={source === 'none' ? 'primary' : 'secondary'} onClick={() => setEditing(true)}>
              {source === 'none' ? t('setUp') : t('change')}
            </Button>
          )}
          {source !== 'none' && (
            <Button loading={busy} onClick={() => void test()}>
              {t('test.act')}
            </Button>
          )}
        </div>
        <div role="status" className="empty:-mt-4">
          {told && !busy && <Notice kind={told.kind}>{told.text}</Notice>}
        </div>
      </div>
      <WhenWanted open={editing}>
        <MailDialog
          open={editing}
          settings={settings}
          onClose={() => setEditing(false)}
          onSaved={(next) => {
            setTold(undefined)
            client.setQueryData(mailSettingsQuery.queryKey, next)
            void client.invalidateQueries({ queryKey: ['operator', 'mail'] })
          }}
        />
      </WhenWanted>
    </Section>
  )
}
