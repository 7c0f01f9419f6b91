import { useQueryClient } from '@tanstack/react-query'
import { api } from '../lib/api.ts'
import { useTranslation } from '../lib/texts.tsx'
import { toast } from '../ui/toast.tsx'

/** Ends the session and leaves for the sign-in page; says so where that did not work. */
export function useSignOut(): () => Promise<void> {
  const { t } = useTranslation('shell')
  const client = useQueryClient()
  return async () => {
    try {
      await api('POST /auth/sign-out')
    } catch {
      toast({ kind: 'problem', title: t('signOutFailed') })
      return
    }
    client.clear()
    // A full load drops everything that this tab still holds.
    location.assign('/sign-in')
  }
}
