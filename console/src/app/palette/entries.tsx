import { useQuery } from '@tanstack/react-query'
import {
  Building2,
  Clock,
  Keyboard,
  KeyRound,
  Languages,
  LogOut,
  type LucideIcon,
  PanelLeft,
  Plug,
  Plus,
  SunMoon,
} from 'lucide-react'
import { languages } from '../../lib/i18n.ts'
import { organizationsQuery, useMembership, useSession } from '../../lib/session.ts'
import { useTranslation } from '../../lib/texts.tsx'
import { themes } from '../../lib/theme.ts'
import { navigationFor } from '../navigation.ts'
import { usePreferences } from '../preferences.tsx'
import { recentPages } from '../recent.ts'
import { useSignOut } from '../sign-out.ts'
import { matching } from './match.ts'
import { usePersonalEntries } from './personal-entries.ts'

/** A line of the palette: it goes somewhere (`href`) or does something (`act`). */
export type Entry = {
  readonly id: string
  readonly group: 'found' | 'recent' | 'pages' | 'acts' | 'organizations'
  readonly label: string
  /** Other words that it is found by. */
  readonly words?: string
  /** Said at the end of the line. */
  readonly note?: string
  readonly icon: LucideIcon
} & (
  | { readonly href: string; readonly act?: undefined }
  | { readonly act: () => void; readonly href?: undefined }
)

/** Acts of the shell that the palette can call. */
export type ShellActs = {
  readonly createOrganization: () => void
  readonly toggleSidebar: () => void
  readonly showShortcuts: () => void
}

const mostOrganizations = 8

/** Every line for what was typed, group by group; with nothing typed, what one most likely wants. */
export function useEntries(org: string, typed: string, shell: ShellActs): Entry[] {
  const everything = [useRecent(), usePages(org), useActs(org, shell), useOrganizations(org)]
  const [recent = [], pages = [], acts = [], organizations = []] = everything
  if (typed === '')
    return [...recent, ...pages, ...acts.slice(0, 3), ...organizations.slice(0, mostOrganizations)]
  const found = matching([...pages, ...acts, ...organizations], typed)
  const some = found.filter((one) => one.group === 'organizations').slice(0, mostOrganizations)
  // The group of the best line comes first: Enter takes what was meant.
  const order = [...new Set(found.map((one) => one.group))]
  return order.flatMap((group) =>
    group === 'organizations' ? some : found.filter((one) => one.group === group),
  )
}

function useRecent(): Entry[] {
  const account = useSession()?.account.id ?? ''
  return recentPages(account)
    .filter((page) => page.href !== location.pathname)
    .slice(0, 3)
    .map(({ href, title }) => ({ id: `recent:${href}`, group: 'recent', label: title, icon: Clock, href }))
}

function usePages(org: string): Entry[] {
  const { t } = useTranslation('shell')
  const session = useSession()
  const areas = navigationFor(session, useMembership(org))
  const pages = areas.flatMap((area) =>
    area.items.map(
      (item): Entry => ({
        id: `page:${item.id}`,
        group: 'pages',
        label: t(`pages.${item.id}`),
        words: `${t(`areas.${area.id}`)} ${item.id}`,
        note: t(`areas.${area.id}`),
        icon: item.icon,
        href: item.to.replace('$org', org),
      }),
    ),
  )
  const personal = usePersonalEntries()
  const theirs = new Set(personal.map((entry) => entry.href))
  // The sidebar leads to one of them, too: each page is listed once, by the name of its own.
  return [...pages.filter((page) => !theirs.has(page.href)), ...personal]
}

function useActs(org: string, shell: ShellActs): Entry[] {
  const { t } = useTranslation('palette')
  const { language, theme, chooseLanguage, chooseTheme } = usePreferences()
  const signOut = useSignOut()
  const operator = useSession()?.account.operator
  const mayMakeKeys = useMembership(org)?.can.includes('keys:create')
  const entry = (id: string, label: string, icon: LucideIcon, act: () => void): Entry => ({
    id: `act:${id}`,
    group: 'acts',
    label,
    words: id,
    icon,
    act,
  })
  const page = (id: string, label: string, icon: LucideIcon, href: string): Entry => ({
    id: `act:${id}`,
    group: 'acts',
    label,
    words: id,
    icon,
    href,
  })
  return [
    ...(mayMakeKeys ? [page('new key', t('newKey'), KeyRound, `/orgs/${org}/keys?new=true`)] : []),
    entry('new organization', t('organizations:create.open'), Plus, shell.createOrganization),
    entry('keyboard shortcuts', t('shortcuts.title'), Keyboard, shell.showShortcuts),
    ...(operator ? [page('new upstream', t('upstreams:add'), Plug, '/operator/upstreams/new')] : []),
    ...themes
      .filter((choice) => choice !== theme)
      .map((choice) =>
        entry(`theme ${choice}`, t('theme', { theme: t(`shell:theme.${choice}`) }), SunMoon, () =>
          chooseTheme(choice),
        ),
      ),
    ...languages
      .filter((choice) => choice !== language)
      .map((choice) =>
        entry(
          `language ${choice}`,
          t('language', { language: t(`shell:language.${choice}`) }),
          Languages,
          () => void chooseLanguage(choice),
        ),
      ),
    entry('sidebar', t('sidebar'), PanelLeft, shell.toggleSidebar),
    entry('sign out', t('shell:signOut'), LogOut, () => void signOut()),
  ]
}

function useOrganizations(org: string): Entry[] {
  const { t } = useTranslation('shell')
  const { data } = useQuery(organizationsQuery)
  return (data?.items ?? [])
    .filter((one) => one.slug !== org)
    .map((one) => ({
      id: `organization:${one.id}`,
      group: 'organizations',
      label: one.name,
      words: one.slug,
      note: one.personal ? t('organization.personal') : one.slug,
      icon: Building2,
      href: `/orgs/${one.slug}`,
    }))
}
