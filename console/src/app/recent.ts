import { useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useSession } from '../lib/session.ts'
import { useTranslation } from '../lib/texts.tsx'

export type Recent = { readonly href: string; readonly title: string }

const name = 'portico.recent'
const kept = 6

/** Pages that this tab was on, the latest first. They end with the tab, and belong to one account. */
export function recentPages(accountId: string): readonly Recent[] {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(name) ?? 'null')
    if (typeof stored !== 'object' || stored === null) return []
    const { account, pages } = stored as { account?: unknown; pages?: unknown }
    return account === accountId && Array.isArray(pages) ? pages.filter(isRecent) : []
  } catch {
    return []
  }
}

function isRecent(value: unknown): value is Recent {
  const { href, title } = (value ?? {}) as Partial<Recent>
  return typeof href === 'string' && href.startsWith('/') && typeof title === 'string'
}

/** Notes each page when it is left: then its title is there. */
export function useRecentPages() {
  const { t } = useTranslation('shell')
  const router = useRouter()
  const account = useSession()?.account.id
  useEffect(() => {
    if (account === undefined) return
    const nothing = [t('notFound.title'), t('problem.title')]
    return router.subscribe('onBeforeNavigate', ({ fromLocation, pathChanged }) => {
      const title = document.title.replace(` \u00b7 ${t('product')}`, '')
      if (!fromLocation || !pathChanged || nothing.includes(title)) return
      const page = { href: fromLocation.pathname, title }
      const others = recentPages(account).filter((one) => one.href !== page.href)
      try {
        sessionStorage.setItem(name, JSON.stringify({ account, pages: [page, ...others].slice(0, kept) }))
      } catch {
        // Storage is refused in some private windows: there is no list then.
      }
    })
  }, [router, account, t])
}
