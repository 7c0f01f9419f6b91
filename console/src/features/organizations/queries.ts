import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { api } from '../../lib/api.ts'
import { organizationsQuery } from '../../lib/session.ts'

/** Makes an organization; it is among mine before this ends, so that its pages open. */
async function createOrganization(
  client: QueryClient,
  body: { name: string; slug: string },
  idempotencyKey: string,
) {
  const made = await api('POST /orgs', { body, idempotencyKey })
  await client.fetchQuery({ ...organizationsQuery, staleTime: 0 })
  return made
}

export function useCreateOrganization() {
  const client = useQueryClient()
  return (body: { name: string; slug: string }, idempotencyKey: string) =>
    createOrganization(client, body, idempotencyKey)
}
