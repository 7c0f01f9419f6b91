import { ChevronDown, LogOut } from 'lucide-react'
import { useSession } from '../lib/session.ts'
import { useTranslation } from '../lib/texts.tsx'
import { Avatar } from '../ui/avatar.tsx'
import { Button } from '../ui/button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../ui/menu.tsx'
import { PreferenceItems } from './preferences.tsx'
import { useSignOut } from './sign-out.ts'

/** Who is signed in, language, theme, and the way out. */
export function AccountMenu() {
  const { t } = useTranslation('shell')
  const account = useSession()?.account
  const signOut = useSignOut()
  if (!account) return null
  const name = account.nickname ?? account.username

  return (
    <Menu
      label={t('account')}
      trigger={
        <Button kind="quiet" aria-label={t('accountOf', { name })} className="gap-1 px-1.5">
          <Avatar size="small" name={name} src={account.avatarUrl} />
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
