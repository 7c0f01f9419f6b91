import {
  Archive,
  AtSign,
  BadgeDollarSign,
  History,
  KeySquare,
  LayoutPanelLeft,
  MonitorSmartphone,
  ShieldCheck,
  SunMoon,
  UserX,
} from 'lucide-react'
import { useTranslation } from '../../lib/texts.tsx'
import { personalPages } from '../personal-pages.ts'
import type { Entry } from './entries.tsx'

/** The pages of the personal centre and the parts of its settings, each by its own name. */
export function usePersonalEntries(): Entry[] {
  const { t } = useTranslation('personal')
  const centre = t('nav.label')
  const settings = t('nav.settings')
  const entry = (
    id: string,
    label: string,
    icon: Entry['icon'],
    href: string,
    note = `${centre} \u00b7 ${settings}`,
  ): Entry => ({
    id: `personal:${id}`,
    group: 'pages',
    label,
    words: `personal ${centre} ${id}`,
    note,
    icon,
    href,
  })
  return [
    ...personalPages.map(({ id, to, icon }) => entry(id, t(`nav.${id}`), icon, to, centre)),
    entry(
      'sessions browsers devices',
      t('sessions.title'),
      MonitorSmartphone,
      '/personal/account/sessions',
      `${centre} \u00b7 ${t('nav.account')}`,
    ),
    entry(
      'emails mail address',
      t('emails:title'),
      AtSign,
      '/personal/account/emails',
      `${centre} \u00b7 ${t('nav.account')}`,
    ),
    entry(
      'system access token pat api',
      t('tokens:title'),
      KeySquare,
      '/personal/account/access-tokens',
      `${centre} \u00b7 ${t('nav.account')}`,
    ),
    entry(
      'two factor 2fa authenticator totp recovery codes',
      t('secondFactor:title'),
      ShieldCheck,
      '/personal/account/two-factor',
      `${centre} \u00b7 ${t('nav.account')}`,
    ),
    entry(
      'security log',
      t('log.title'),
      History,
      '/personal/account/security-log',
      `${centre} \u00b7 ${t('nav.account')}`,
    ),
    entry(
      'export archive download data',
      t('leaving:export.title'),
      Archive,
      '/personal/account/export',
      `${centre} \u00b7 ${t('nav.account')}`,
    ),
    entry(
      'delete account leave',
      t('leaving:title'),
      UserX,
      '/personal/account/delete',
      `${centre} \u00b7 ${t('nav.account')}`,
    ),
    entry('settings price privacy', t('other.organization'), BadgeDollarSign, '/personal/settings'),
    entry('settings sidebar', t('sidebar.title'), LayoutPanelLeft, '/personal/settings?tab=console'),
    entry('settings appearance', t('appearance.title'), SunMoon, '/personal/settings?tab=console'),
  ]
}
