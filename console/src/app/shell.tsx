import { Link, Outlet } from '@tanstack/react-router'
import { MenuIcon, PanelLeftClose, PanelLeftOpen } from 'lucide-react'
import { useEffect, useState } from 'react'
import { api } from '../lib/api.ts'
import { isLanguage, loadTexts, setLanguage } from '../lib/i18n.ts'
import { ZoneProvider } from '../lib/place.tsx'
import { useSession } from '../lib/session.ts'
import { recall, remember } from '../lib/storage.ts'
import { useTranslation } from '../lib/texts.tsx'
import { setTheme } from '../lib/theme.ts'
import { IconButton } from '../ui/button.tsx'
import { cn } from '../ui/cn.ts'
import { Drawer } from '../ui/drawer.tsx'
import { lazily } from '../ui/lazily.tsx'
import { Mark } from '../ui/mark.tsx'
import { AccountMenu } from './account-menu.tsx'
import { SessionBanner } from './challenges.tsx'
import { Commands } from './commands.tsx'
import { useCurrentOrganization } from './current-organization.ts'
import { OrganizationSwitcher } from './organization-switcher.tsx'
import { useRecentPages } from './recent.ts'
import { SidebarLinks } from './sidebar.tsx'

// A form of its own, which few visits need.
const CreateOrganizationDialog = lazily(
  async () =>
    (await import('../features/organizations/parts/create-organization.tsx')).CreateOrganizationDialog,
)

// Few have a question waiting: it is asked for once the page is there.
const SignInBar = lazily(async () => {
  const [bar] = await Promise.all([
    import('../features/watching/parts/sign-in-bar.tsx'),
    loadTexts('watching'),
  ])
  return bar.SignInBar
})

/** Top bar, sidebar and the page between them. */
export function Shell() {
  const { t, i18n } = useTranslation('shell')
  const session = useSession()
  const org = useCurrentOrganization()
  const [collapsed, setCollapsed] = useState(recall('sidebar') === 'collapsed')
  const [drawer, setDrawer] = useState(false)
  const [settled, setSettled] = useState(false)
  const [creating, setCreating] = useState<boolean | null>(null)
  useRecentPages()
  const locale = session?.account.locale

  useEffect(() => {
    if (isLanguage(locale) && locale !== i18n.language) void setLanguage(locale, { keep: true })
  }, [locale, i18n])
  useEffect(() => {
    // A browser that never chose takes the account's theme.
    if (recall('theme') === null) {
      void api('GET /me').then(
        (me) => setTheme(me.theme),
        () => {},
      )
    }
  }, [])

  useEffect(() => {
    // What the person came for is shown first.
    const timer = setTimeout(
      () =>
        void SignInBar.load().then(
          () => setSettled(true),
          () => {},
        ),
      1500,
    )
    return () => clearTimeout(timer)
  }, [])

  function toggle() {
    remember('sidebar', collapsed ? null : 'collapsed')
    setCollapsed(!collapsed)
  }

  return (
    <ZoneProvider timeZone={session?.account.timeZone ?? undefined}>
      <a
        href="#page"
        className="sr-only z-50 rounded-md bg-surface px-3 py-2 focus-visible:not-sr-only focus-visible:fixed focus-visible:start-2 focus-visible:top-2"
      >
        {t('skip')}
      </a>
      <header className="sticky top-0 z-20 flex h-14 items-center gap-2 border-line border-b bg-surface px-3 sm:gap-3">
        <IconButton
          label={t('openNavigation')}
          icon={<MenuIcon />}
          className="md:hidden"
          onClick={() => setDrawer(true)}
        />
        {/* A phone has no room for it beside the organization, whose home the sidebar has as well. */}
        <Link
          to="/"
          className="flex h-8 items-center gap-2 rounded-md px-1 font-semibold text-ink text-lg no-underline max-sm:hidden"
        >
          <Mark className="size-6 text-accent" />
          {t('product')}
        </Link>
        <span aria-hidden className="h-5 w-px bg-line max-sm:hidden" />
        <OrganizationSwitcher org={org} onCreate={() => setCreating(true)} />
        <span className="flex-1" />
        <Commands org={org} onCreateOrganization={() => setCreating(true)} onToggleSidebar={toggle} />
        <Link
          to="/personal"
          className="tap inline-flex h-8 shrink-0 items-center whitespace-nowrap rounded-md px-2.5 font-medium text-ink no-underline hover:bg-hover aria-[current=page]:text-accent"
        >
          {t('personal')}
        </Link>
        <AccountMenu />
      </header>
      <div className="flex">
        <aside
          className={cn(
            'sticky top-14 flex h-[calc(100dvh-3.5rem)] shrink-0 flex-col border-line border-e bg-surface max-md:hidden',
            collapsed ? 'w-14' : 'w-58',
          )}
        >
          <div className="min-h-0 flex-1 overflow-y-auto">
            <SidebarLinks org={org} collapsed={collapsed} />
          </div>
          {/* Always in sight, however many pages there are. */}
          <div className="px-3 py-2">
            <IconButton
              label={collapsed ? t('expand') : t('collapse')}
              aria-expanded={!collapsed}
              icon={collapsed ? <PanelLeftOpen /> : <PanelLeftClose />}
              onClick={toggle}
            />
          </div>
        </aside>
        <main id="page" tabIndex={-1} className="min-w-0 flex-1 xl:in-data-panel:pe-[30rem]">
          <SessionBanner />
          {settled && <SignInBar />}
          <Outlet />
        </main>
      </div>
      <Drawer side="start" open={drawer} onOpenChange={setDrawer} title={t('product')}>
        <SidebarLinks org={org} onGo={() => setDrawer(false)} />
      </Drawer>
      {creating !== null && <CreateOrganizationDialog open={creating} onOpenChange={setCreating} />}
    </ZoneProvider>
  )
}
