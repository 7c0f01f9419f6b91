import { Link, type LinkProps, Outlet } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

const pages: readonly { id: string; to: LinkProps['to'] }[] = [
  { id: 'profile', to: '/personal/profile' },
  { id: 'organizations', to: '/personal/organizations' },
  { id: 'keys', to: '/personal/keys' },
  { id: 'account', to: '/personal/account' },
  { id: 'settings', to: '/personal/settings' },
]

/** The personal centre: its pages side by side, one click from each other. */
export function PersonalLayout() {
  const { t } = useTranslation('personal')
  return (
    <>
      <nav
        aria-label={t('nav.label')}
        className="overflow-x-auto border-line border-b bg-surface px-2 sm:px-4"
      >
        <ul className="flex gap-1">
          {pages.map(({ id, to }) => (
            <li key={id}>
              <Link
                to={to}
                className="tap -mb-px flex h-10 items-center whitespace-nowrap border-transparent border-b-2 px-2.5 text-muted no-underline hover:text-ink focus-visible:outline-offset-[-2px] aria-[current=page]:border-accent aria-[current=page]:font-medium aria-[current=page]:text-ink"
              >
                {t(`nav.${id}`)}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <Outlet />
    </>
  )
}
