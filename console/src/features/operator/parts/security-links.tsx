import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from '../../../lib/texts.tsx'
import { TextLink } from '../../../ui/link.tsx'
import { Section } from '../../../ui/page.tsx'
import { mailSettingsQuery } from '../queries.ts'

/** What belongs to signing in and has a page of its own. */
export function SecurityLinks() {
  const { t } = useTranslation('security')
  const source = useQuery(mailSettingsQuery).data?.source
  return (
    <Section title={t('elsewhere')}>
      <ul className="flex flex-col divide-y divide-line rounded-md border border-line">
        <Elsewhere link={<TextLink to="/operator/identity-providers">{t('providers.label')}</TextLink>}>
          {t('providers.text')}
        </Elsewhere>
        <Elsewhere link={<TextLink to="/operator/mail">{t('mail.label')}</TextLink>}>
          {source === 'none' ? <span className="text-warning">{t('mail.none')}</span> : t('mail.text')}
        </Elsewhere>
        <Elsewhere link={<TextLink to="/operator/invitations">{t('invitations.label')}</TextLink>}>
          {t('invitations.text')}
        </Elsewhere>
        <Elsewhere link={<TextLink to="/operator/accounts">{t('accounts')}</TextLink>}>
          {t('accountsText')}
        </Elsewhere>
      </ul>
    </Section>
  )
}

function Elsewhere({ link, children }: { link: ReactNode; children: ReactNode }) {
  return (
    <li className="flex flex-col gap-0.5 px-4 py-3">
      <span className="font-medium">{link}</span>
      <span className="text-muted text-sm">{children}</span>
    </li>
  )
}
