import { useQueryClient } from '@tanstack/react-query'
import { type Key, keyQuery } from '../queries.ts'

/** Tells every list and detail about a change of a key; what the server answered shows at once. */
export function useKeyChanged(): (org: string, key?: Key) => Promise<void> {
  const client = useQueryClient()
  return async (org, key) => {
    if (key) client.setQueryData(keyQuery(org, key.id).queryKey, key)
    else void client.invalidateQueries({ queryKey: ['orgs', org, 'key'] })
    await Promise.all([
      client.invalidateQueries({ queryKey: ['orgs', org, 'keys'] }),
      client.invalidateQueries({ queryKey: ['me', 'keys'] }),
    ])
  }
}
