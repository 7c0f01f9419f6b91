import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useSession } from '../../../lib/session.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { LinkButton } from '../../../ui/link.tsx'
import { Page, PageHeader, Section } from '../../../ui/page.tsx'
import { AccountRow, AreaRow } from '../parts/account-row.tsx'
import { PasswordDialog } from '../parts/password-dialog.tsx'
import { useAccountStates } from '../parts/states.tsx'
import { meQuery } from '../queries.ts'

/** Account Management: what proves who I am, how that stands, and what happened around it. */
export function AccountPage() {
  const { t } = useTranslation('personal')
  const username = useSession()?.account.username ?? ''
  const first = useQuery(meQuery).data?.hasPassword === false
  const [password, setPassword] = useState(false)
  const state = useAccountStates()
  return (
    <Page narrow>
      <PageHeader title={t('account.title')} description={t('account.text')} />
      <Section title={t('binding:title')}>
        <AreaRow area="binding" to="/personal/account/binding" state={state?.binding} />
      </Section>
      <Section title={t('account.security')}>
        <div className="flex flex-col divide-y divide-line">
          <AreaRow area="emails" to="/personal/account/emails" state={state?.emails} />
          <AccountRow
            title={t('account.password')}
            text={first ? t('account.noPassword') : t('account.passwordText')}
            state={state?.password}
          >
            <Button onClick={() => setPassword(true)}>
              {first ? t('password.set') : t('password.modify')}
            </Button>
          </AccountRow>
          <AreaRow area="tokens" to="/personal/account/access-tokens" state={state?.tokens} />
          <AreaRow area="passkeys" to="/personal/account/passkeys" state={state?.passkeys} />
          <AreaRow area="secondFactor" to="/personal/account/two-factor" state={state?.secondFactor} />
          <AccountRow title={t('sessions.title')} text={t('sessions.text')} state={state?.sessions}>
            <LinkButton
              to="/personal/account/sessions"
              aria-label={`${t('sessions.open')}: ${t('sessions.title')}`}
            >
              {t('sessions.open')}
            </LinkButton>
          </AccountRow>
          <AccountRow title={t('log.title')} text={t('log.text')}>
            <LinkButton
              to="/personal/account/security-log"
              aria-label={`${t('log.open')}: ${t('log.title')}`}
            >
              {t('log.open')}
            </LinkButton>
          </AccountRow>
        </div>
      </Section>
      <Section title={t('account.data')}>
        <div className="flex flex-col divide-y divide-line">
          <AccountRow title={t('leaving:export.title')} text={t('leaving:export.rowText')}>
            <LinkButton
              to="/personal/account/export"
              aria-label={`${t('leaving:export.open')}: ${t('leaving:export.title')}`}
            >
              {t('leaving:export.open')}
            </LinkButton>
          </AccountRow>
          <AccountRow title={t('leaving:title')} text={t('leaving:row.text')}>
            <LinkButton
              to="/personal/account/delete"
              kind="danger"
              aria-label={`${t('leaving:row.open')}: ${t('leaving:title')}`}
            >
              {t('leaving:row.open')}
            </LinkButton>
          </AccountRow>
        </div>
      </Section>
      <PasswordDialog open={password} onOpenChange={setPassword} username={username} first={first} />
    </Page>
  )
}
