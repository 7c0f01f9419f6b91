import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useCallback } from 'react'
import { useCan, useSession } from '../../../lib/session.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Code } from '../../../ui/code-block.tsx'
import { membersQuery } from '../queries.ts'

/**
 * Names the people who made keys: a name where the members are known, else the id.
 *
 * @param ids who is to be named: where that is only oneself, nobody else is asked for.
 */
export function usePeople(org: string | undefined, ids: readonly string[]): (id: string) => ReactNode {
  const { t } = useTranslation('keys')
  const me = useSession()?.account.id
  const can = useCan(org)
  const others = org !== undefined && ids.some((id) => id !== me)
  const { data } = useQuery({ ...membersQuery(org ?? ''), enabled: others && can('members:read') })
  return useCallback(
    (id) => {
      if (id === me) return t('you')
      // Whoever it was deleted the account.
      if (id === 'acc_deleted') return t('deletedAccount')
      const member = data?.items.find((item) => item.accountId === id)
      return member ? (member.nickname ?? member.username) : <Code>{id}</Code>
    },
    [t, me, data],
  )
}

/** Who made a key. */
export function Person({ org, id }: { org: string; id: string }) {
  return usePeople(org, [id])(id)
}
