import { Link, useLocation, useRouter } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useFormat } from '../lib/place.tsx'
import { useMembership, useSession } from '../lib/session.ts'
import { useTranslation } from '../lib/texts.tsx'
import { cn } from '../ui/cn.ts'
import { Tooltip } from '../ui/tooltip.tsx'
import { type NavigationItem, navigationFor } from './navigation.ts'

/** The page that was clicked goes first. */
const settledMs = 400
/** What somebody came for is there by then. */
const quietMs = 2000

/** The areas and their pages, as far as this person may use them. */
export function SidebarLinks({
  org,
  collapsed = false,
  onGo,
}: {
  org: string
  collapsed?: boolean
  onGo?: () => void
}) {
  const { t } = useTranslation('shell')
  const session = useSession()
  const membership = useMembership(org)
  // Search and addresses still find what somebody hides here.
  const hidden = session?.account.hiddenPages ?? []
  const areas = navigationFor(session, membership)
    .map((area) => ({ ...area, items: area.items.filter(({ id }) => !hidden.includes(id)) }))
    .filter((area) => area.items.length > 0)
  const router = useRouter()
  const paths = areas.filter(({ operator }) => !operator).flatMap(({ items }) => items.map(({ to }) => to))
  const joined = paths.join()
  const formats = useFormat()
  useEffect(() => {
    const load = () =>
      import('./pages-ahead.ts').then(
        ({ loadPagesAhead }) => loadPagesAhead(router, joined.split(','), formats),
        () => {},
      )
    const timer = setTimeout(load, quietMs)
    return () => clearTimeout(timer)
  }, [router, joined, formats])
  const nav = useRef<HTMLElement>(null)
  const { pathname } = useLocation()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the page is what it waits for
  useEffect(() => {
    // Whoever has many pages sees where they are, however they came.
    const timer = setTimeout(
      () => nav.current?.querySelector('[aria-current=page]')?.scrollIntoView({ block: 'nearest' }),
      settledMs,
    )
    return () => clearTimeout(timer)
  }, [pathname])
  return (
    <nav ref={nav} aria-label={t('navigation')} className="flex flex-col gap-4 p-3">
      {areas.map((area) => (
        <div key={area.id}>
          <h2 className={cn('px-2 pb-1 font-medium text-muted text-xs', collapsed && 'sr-only')}>
            {t(`areas.${area.id}`)}
          </h2>
          <ul className="flex flex-col gap-0.5">
            {area.items.map((item) => (
              <li key={item.id}>
                <SidebarLink item={item} org={org} collapsed={collapsed} onGo={onGo} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}

type LinkProps = { item: NavigationItem; org: string; collapsed: boolean; onGo?: () => void }
function SidebarLink({ item, org, collapsed, onGo }: LinkProps) {
  const { t } = useTranslation('shell')
  const name = t(`pages.${item.id}`)
  const link = (
    <Link
      to={item.to}
      params={{ org }}
      onClick={onGo}
      aria-label={collapsed ? name : undefined}
      className="tap flex h-8 items-center gap-2.5 rounded-md px-2 text-ink no-underline hover:bg-hover aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium aria-[current=page]:text-accent"
    >
      <item.icon aria-hidden className="size-4 shrink-0" />
      {!collapsed && <span className="truncate">{name}</span>}
    </Link>
  )
  return collapsed ? <Tooltip text={name}>{link}</Tooltip> : link
}
