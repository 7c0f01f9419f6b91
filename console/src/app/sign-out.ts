import { useQueryClient } from '@tanstack/react-query'
import { api, holdRequests } from '../lib/api.ts'
import { leaveFor } from '../lib/leave.ts'
import { useTranslation } from '../lib/texts.tsx'
import { toast } from '../ui/toast.tsx'

const ending = 'POST /auth/sign-out'

/** Ends the session and leaves for the sign-in page; says so where that did not work. */
export function useSignOut(): () => Promise<void> {
  const { t } = useTranslation('shell')
  const client = useQueryClient()
  return async () => {
    // What begins meanwhile, such as a question that waited for the page to settle, would be refused too: it waits, and is never sent.
    const stayed = Promise.withResolvers<void>()
    const release = holdRequests((route) => (route === ending ? Promise.resolve() : stayed.promise))
    try {
      // What is under way would arrive after the session's end.
      await client.cancelQueries()
      await api(ending)
    } catch {
      release()
      stayed.resolve()
      toast({ kind: 'problem', title: t('signOutFailed') })
      return
    }
    leaveFor(client, '/sign-in')
  }
}
