import { useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { safeNext } from '../../../lib/search.ts'

/** Nothing to do on this page: on to where the person wanted to go. */
export function GoOn({ next }: { next: string | undefined }) {
  const router = useRouter()
  useEffect(() => {
    void router.navigate({ href: safeNext(next), replace: true })
  }, [router, next])
  return null
}
