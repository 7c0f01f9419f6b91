import { Outlet, useParams, useRouter } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useMembership } from '../lib/session.ts'
import { useTranslation } from '../lib/texts.tsx'
import { listenToPageTitle } from '../ui/page.tsx'
import { Challenges } from './challenges.tsx'

/** Around every page: its title, its focus, the shared dialogs. */
export function Root() {
  useDocumentTitle()
  useHeadingFocus()
  return (
    <>
      <Outlet />
      <Challenges />
    </>
  )
}

/** "Page · Organization · Portico". */
function useDocumentTitle() {
  const { t } = useTranslation('shell')
  const [page, setPage] = useState('')
  const { org } = useParams({ strict: false })
  const name = useMembership(org)?.name
  useEffect(() => listenToPageTitle(setPage), [])
  useEffect(() => {
    document.title = [page, name, t('product')].filter(Boolean).join(' \u00b7 ')
  }, [page, name, t])
}

/** After going to another page the focus is on its heading, also when the page arrives late. */
function useHeadingFocus() {
  const router = useRouter()
  useEffect(() => {
    let observer: MutationObserver | undefined
    const focus = () => {
      // Who has begun to type is not interrupted.
      if (document.activeElement?.matches('input, textarea, select')) return true
      const heading = document.querySelector<HTMLElement>('[data-page-heading]')
      heading?.focus({ preventScroll: true })
      return heading !== null
    }
    const stop = router.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
      observer?.disconnect()
      if (!fromLocation || !pathChanged || focus()) return
      observer = new MutationObserver(() => {
        if (focus()) observer?.disconnect()
      })
      observer.observe(document.body, { childList: true, subtree: true })
    })
    return () => {
      stop()
      observer?.disconnect()
    }
  }, [router])
}
