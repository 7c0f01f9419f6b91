import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useSession } from '../../../lib/session.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { LinkButton } from '../../../ui/link.tsx'
import { Page, PageHeader, Section } from '../../../ui/page.tsx'
import { PasswordDialog } from '../parts/password-dialog.tsx'
import { meQuery } from '../queries.ts'

/** Account Management: what proves who I am, and what happened around it. */
export function AccountPage() {
  const { t } = useTranslation('personal')
  const username = useSession()?.account.username ?? ''
  const first = useQuery(meQuery).data?.hasPassword === false
  const [password, setPassword] = useState(false)
  return (
    <Page narrow>
      <PageHeader title={t('account.title')} description={t('account.text')} />
      <Section title={t('binding:title')}>
        <Row title={t('binding:title')} text={t('binding:row.text')}>
          <LinkButton
            to="/personal/account/binding"
            aria-label={`${t('binding:row.open')}: ${t('binding:title')}`}
          >
            {t('binding:row.open')}
          </LinkButton>
        </Row>
      </Section>
      <Section title={t('account.security')}>
        <div className="flex flex-col divide-y divide-line">
          <Row title={t('emails:title')} text={t('emails:row.text')}>
            <LinkButton
              to="/personal/account/emails"
              aria-label={`${t('emails:row.open')}: ${t('emails:title')}`}
            >
              {t('emails:row.open')}
            </LinkButton>
          </Row>
          <Row
            title={t('account.password')}
            text={first ? t('account.noPassword') : t('account.passwordText')}
          >
            <Button onClick={() => setPassword(true)}>
              {first ? t('password.set') : t('password.modify')}
            </Button>
          </Row>
          <Row title={t('tokens:title')} text={t('tokens:row.text')}>
            <LinkButton
              to="/personal/account/access-tokens"
              aria-label={`${t('tokens:row.open')}: ${t('tokens:title')}`}
            >
              {t('tokens:row.open')}
            </LinkButton>
          </Row>
          <Row title={t('passkeys:title')} text={t('passkeys:row.text')}>
            <LinkButton
              to="/personal/account/passkeys"
              aria-label={`${t('passkeys:row.open')}: ${t('passkeys:title')}`}
            >
              {t('passkeys:row.open')}
            </LinkButton>
          </Row>
          <Row title={t('secondFactor:title')} text={t('secondFactor:row.text')}>
            <LinkButton
              to="/personal/account/two-factor"
              aria-label={`${t('secondFactor:row.open')}: ${t('secondFactor:title')}`}
            >
              {t('secondFactor:row.open')}
            </LinkButton>
          </Row>
          <Row title={t('sessions.title')} text={t('sessions.text')}>
            <LinkButton
              to="/personal/account/sessions"
              aria-label={`${t('sessions.open')}: ${t('sessions.title')}`}
            >
              {t('sessions.open')}
            </LinkButton>
          </Row>
          <Row title={t('log.title')} text={t('log.text')}>
            <LinkButton
              to="/personal/account/security-log"
              aria-label={`${t('log.open')}: ${t('log.title')}`}
            >
              {t('log.open')}
            </LinkButton>
          </Row>
        </div>
      </Section>
      <Section title={t('account.data')}>
        <div className="flex flex-col divide-y divide-line">
          <Row title={t('leaving:export.title')} text={t('leaving:export.rowText')}>
            <LinkButton
              to="/personal/account/export"
              aria-label={`${t('leaving:export.open')}: ${t('leaving:export.title')}`}
            >
              {t('leaving:export.open')}
            </LinkButton>
          </Row>
          <Row title={t('leaving:title')} text={t('leaving:row.text')}>
            <LinkButton
              to="/personal/account/delete"
              kind="danger"
              aria-label={`${t('leaving:row.open')}: ${t('leaving:title')}`}
            >
              {t('leaving:row.open')}
            </LinkButton>
          </Row>
        </div>
      </Section>
      <PasswordDialog open={password} onOpenChange={setPassword} username={username} first={first} />
    </Page>
  )
}

function Row({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 py-4 first:pt-0 last:pb-0">
      <div className="min-w-0 flex-1 basis-64">
        <h3 className="font-medium">{title}</h3>
        <p className="text-muted text-sm">{text}</p>
      </div>
      {children}
    </div>
  )
}
