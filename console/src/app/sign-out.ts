import { useQueryClient } from '@tanstack/react-query'
import { api } from '../lib/api.ts'
import { leaveFor } from '../lib/leave.ts'
import { useTranslation } from '../lib/texts.tsx'
import { toast } from '../ui/toast.tsx'

/** Ends the session and leaves for the sign-in page; says so where that did not work. */
export function useSignOut(): () => Promise<void> {
  const { t } = useTranslation('shell')
  const client = useQueryClient()
  return async () => {
    try {
      // What is under way would arrive after the session's end.
      await client.cancelQueries()
      await api('POST /auth/sign-out')
    } catch {
      toast({ kind: 'problem', title: t('signOutFailed') })
      return
    }
    leaveFor(client, '/sign-in')
  }
}
