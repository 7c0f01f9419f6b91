import { Outlet } from '@tanstack/react-router'
import { Languages } from 'lucide-react'
import { useTranslation } from '../lib/texts.tsx'
import { IconButton } from '../ui/button.tsx'
import { Mark } from '../ui/mark.tsx'
import { Menu } from '../ui/menu.tsx'
import { PreferenceItems } from './preferences.tsx'

/** Pages without the shell: set-up, signing in and up, the first profile. */
export function PublicLayout() {
  const { t } = useTranslation('shell')
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex h-14 items-center justify-between px-4">
        <span className="flex items-center gap-2 font-semibold text-lg">
          <Mark className="size-6 text-accent" />
          {t('product')}
        </span>
        <Menu label={t('appearance')} trigger={<IconButton label={t('appearance')} icon={<Languages />} />}>
          <PreferenceItems />
        </Menu>
      </header>
      <main id="page" tabIndex={-1} className="flex flex-1 justify-center px-4 py-8 sm:items-center sm:pb-24">
        <div className="w-full max-w-md">
          <Outlet />
        </div>
      </main>
    </div>
  )
}
