import type { ReactNode } from 'react'
import { Avatar } from '../../../ui/avatar.tsx'

type Named = { username: string; nickname: string | null; avatarUrl: string | null }

/** Somebody's picture and name. */
export function Person({ person, children }: { person: Named; children?: ReactNode }) {
  const name = person.nickname ?? person.username
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Avatar size="small" name={name} src={person.avatarUrl} />
      <span className="min-w-0 max-w-48 truncate" title={name}>
        {name}
      </span>
      {children}
    </span>
  )
}
