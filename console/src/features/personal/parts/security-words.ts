import { useMemo } from 'react'
import { useTranslation } from '../../../lib/texts.tsx'
import type { SecurityEvent } from '../queries.ts'

type Words = {
  /** By what somebody signed in; null of every other act. */
  how: (event: Pick<SecurityEvent, 'method' | 'secondFactor'>) => string | null
  /** Why it was refused, where that is known; a reason that this console does not know yet by its code. */
  why: (event: Pick<SecurityEvent, 'reason'>) => string | null
}

/** What the security log says of an event beyond its name. */
export function useSecurityWords(): Words {
  const { t } = useTranslation('events')
  return useMemo(
    () => ({
      how({ method, secondFactor }) {
        if (method === null) return null
        if (method === 'passkey' || secondFactor === null) return t(`by.${method}`)
        return t(`by.${method}_${secondFactor}`)
      },
      why: ({ reason }) => (reason === null ? null : t(`reasons.${reason}`, { defaultValue: reason })),
    }),
    [t],
  )
}
