import {
  BadgeDollarSign,
  Boxes,
  Building2,
  ChartColumn,
  FileClock,
  Fingerprint,
  HeartPulse,
  IdCard,
  KeyRound,
  type LucideIcon,
  MailPlus,
  Mails,
  MessagesSquare,
  Plug,
  ScrollText,
  Settings,
  ShieldCheck,
  SlidersHorizontal,
  TriangleAlert,
  Users,
  UsersRound,
  Wallet,
  Wrench,
} from 'lucide-react'
import type { Membership, Session } from '../lib/session.ts'

export type NavigationItem = {
  /** Key of the catalogue: `shell:pages.<id>`. */
  readonly id: string
  /** A route path; `$org` is filled with the current organization. */
  readonly to: string
  readonly icon: LucideIcon
  /** Shown when the role allows any of these; always where none is named. */
  readonly can?: readonly Membership['can'][number][]
}
export type NavigationArea = {
  /** Key of the catalogue: `shell:areas.<id>`. */
  readonly id: string
  readonly operator?: boolean
  readonly items: readonly NavigationItem[]
}

/** The sidebar, by area: the one list of it. A page gets its line here when it exists. */
export const navigation: readonly NavigationArea[] = [
  {
    id: 'chat',
    items: [{ id: 'playground', to: '/orgs/$org/playground', icon: MessagesSquare, can: ['models:call'] }],
  },
  {
    id: 'dashboard',
    items: [
      {
        id: 'overview',
        to: '/orgs/$org/overview',
        icon: ChartColumn,
        can: ['usage:read', 'usage:readOwn'],
      },
      { id: 'keys', to: '/orgs/$org/keys', icon: KeyRound, can: ['keys:read', 'keys:readOwn'] },
      { id: 'usage', to: '/orgs/$org/usage', icon: ScrollText, can: ['usage:read', 'usage:readOwn'] },
      { id: 'errors', to: '/orgs/$org/errors', icon: TriangleAlert, can: ['usage:read', 'usage:readOwn'] },
    ],
  },
  {
    id: 'resources',
    items: [{ id: 'models', to: '/orgs/$org/models', icon: Boxes, can: ['prices:check'] }],
  },
  {
    id: 'organization',
    items: [
      { id: 'members', to: '/orgs/$org/members', icon: UsersRound, can: ['members:read'] },
      { id: 'policy', to: '/orgs/$org/policy', icon: ShieldCheck, can: ['policy:read'] },
      { id: 'audit', to: '/orgs/$org/audit', icon: FileClock, can: ['audit:read'] },
      { id: 'organization', to: '/orgs/$org/settings', icon: Wrench, can: ['organization:update'] },
    ],
  },
  {
    id: 'personal',
    items: [
      { id: 'wallet', to: '/orgs/$org/wallet', icon: Wallet, can: ['wallet:read'] },
      { id: 'ownSettings', to: '/personal/settings', icon: Settings },
    ],
  },
  {
    id: 'operator',
    operator: true,
    items: [
      { id: 'upstreams', to: '/operator/upstreams', icon: Plug },
      { id: 'prices', to: '/operator/prices', icon: BadgeDollarSign },
      { id: 'credits', to: '/operator/credits', icon: Building2 },
      { id: 'accounts', to: '/operator/accounts', icon: Users },
      { id: 'invitations', to: '/operator/invitations', icon: MailPlus },
      { id: 'mail', to: '/operator/mail', icon: Mails },
      { id: 'identityProviders', to: '/operator/identity-providers', icon: IdCard },
      { id: 'signInSecurity', to: '/operator/security', icon: Fingerprint },
      { id: 'operatorAudit', to: '/operator/audit', icon: FileClock },
      { id: 'settings', to: '/operator/settings', icon: SlidersHorizontal },
      { id: 'health', to: '/operator/health', icon: HeartPulse },
    ],
  },
]

/** The areas and pages that this person may use, in this organization; all of an organization's until the role is known. */
export function navigationFor(
  session: Session | undefined,
  membership: Membership | undefined,
): readonly NavigationArea[] {
  const allowed = (item: NavigationItem) =>
    !item.can || !membership || item.can.some((permission) => membership.can.includes(permission))
  return navigation
    .filter((area) => !area.operator || session?.account.operator)
    .map((area) => ({ ...area, items: area.items.filter(allowed) }))
    .filter((area) => area.items.length > 0)
}
