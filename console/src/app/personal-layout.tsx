import { Link, Outlet, useLocation } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useTranslation } from '../lib/texts.tsx'
import { personalPages } from './personal-pages.ts'

/** The personal centre: its pages side by side, one click from each other. */
export function PersonalLayout() {
  const { t } = useTranslation('personal')
  const nav = useRef<HTMLElement>(null)
  const { pathname } = useLocation()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the page is what it waits for
  useEffect(() => {
    // On a phone the line is wider than the screen: the link of the page stays in sight.
    const link = nav.current?.querySelector<HTMLElement>('[aria-current=page]')
    if (link && nav.current)
      nav.current.scrollLeft = link.offsetLeft - (nav.current.clientWidth - link.offsetWidth) / 2
  }, [pathname])
  return (
    <>
      <nav
        ref={nav}
        aria-label={t('nav.label')}
        className="relative overflow-x-auto border-line border-b bg-surface px-2 sm:px-4"
      >
        <ul className="mx-auto flex max-w-7xl gap-1">
          {personalPages.map(({ id, to }) => (
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
