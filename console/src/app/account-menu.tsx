import { useQueryClient } from '@tanstack/react-query'
import { ChevronDown, LogOut } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { api } from '../lib/api.ts'
import { useSession } from '../lib/session.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Button } from '../ui/button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../ui/menu.tsx'
import { toast } from '../ui/toast.tsx'
import { PreferenceItems } from './preferences.tsx'

/** Who is signed in, language, theme, and the way out. */
export function AccountMenu() {
  const { t } = useTranslation('shell')
  const client = useQueryClient()
  const account = useSession()?.account
  if (!account) return null
  const name = account.nickname ?? account.username

  async function signOut() {
    try {
      await api('POST /auth/sign-out')
    } catch {
      toast({ kind: 'problem', title: t('signOutFailed') })
      return
    }
    client.clear()
    // A full load drops everything that this tab still holds.
    location.assign('/sign-in')
  }

  return (
    <Menu
      label={t('account')}
      trigger={
        <Button kind="quiet" aria-label={t('accountOf', { name })} className="gap-1 px-1.5">
          <Avatar size="small" name={name} />
          <ChevronDown aria-hidden className="text-muted max-sm:hidden" />
        </Button>
      }
    >
      <div className="max-w-64 px-2 py-1.5">
        <p className="truncate font-medium">{name}</p>
        <p className="truncate text-muted text-sm">{account.email ?? account.username}</p>
      </div>
      <MenuSeparator />
      <PreferenceItems />
      <MenuSeparator />
      <MenuItem icon={<LogOut aria-hidden />} onClick={() => void signOut()}>
        {t('signOut')}
      </MenuItem>
    </Menu>
  )
}
