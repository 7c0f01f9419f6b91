import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useCan, useSession } from '../../../lib/session.ts'
import { Code } from '../../../ui/code-block.tsx'
import { membersQuery } from '../queries.ts'

/** Who made a key: a name where the members are known, else the id. */
export function Person({ org, id }: { org: string; id: string }) {
  const { t } = useTranslation('keys')
  const session = useSession()
  const can = useCan(org)
  const mine = session?.account.id === id
  const { data } = useQuery({ ...membersQuery(org), enabled: !mine && can('members:read') })
  if (mine) return t('you')
  const member = data?.items.find((item) => item.accountId === id)
  return member ? (member.nickname ?? member.username) : <Code>{id}</Code>
}
