import type { LinkProps } from '@tanstack/react-router'
import {
  Building2,
  IdCard,
  KeyRound,
  type LucideIcon,
  ShieldCheck,
  ShieldUser,
  SlidersHorizontal,
} from 'lucide-react'

type PersonalPage = {
  /** Key of the catalogue: `personal:nav.<id>`. */
  readonly id: string
  readonly to: Exclude<LinkProps['to'], undefined>
  readonly icon: LucideIcon
}

/** The personal centre: the one list of its pages, for its own line of links and for the search. */
export const personalPages: readonly PersonalPage[] = [
  { id: 'profile', to: '/personal/profile', icon: IdCard },
  { id: 'organizations', to: '/personal/organizations', icon: Building2 },
  { id: 'keys', to: '/personal/keys', icon: KeyRound },
  { id: 'account', to: '/personal/account', icon: ShieldUser },
  { id: 'checkUp', to: '/personal/check-up', icon: ShieldCheck },
  { id: 'settings', to: '/personal/settings', icon: SlidersHorizontal },
]
