import { api, type ItemOf } from './api.ts'

/**
 * Never called: this file is a test by compiling. Unknown routes, missing parameters and wrong bodies must not compile,
 * and replies have the contract's types.
 */
export async function probe() {
  const made = await api('POST /orgs/{org}/keys', { params: { org: 'acme' }, body: { name: 'ci' } })
  const session = await api('GET /auth/session')
  const page = await api('GET /orgs/{org}/keys', {
    params: { org: 'acme' },
    query: { limit: 50, status: 'active' },
  })
  const item: ItemOf<'GET /orgs/{org}/keys'> | undefined = page.items[0]
  const nothing: undefined = await api('DELETE /orgs/{org}/keys/{id}', {
    params: { org: 'acme', id: 'key_1' },
  })
  await api('PUT /admin/prices/{*model}', { params: { model: 'a/b' }, body: { state: 'free' } })
  // @ts-expect-error a field that the contract does not know
  await api('POST /orgs/{org}/keys', { params: { org: 'acme' }, body: { nme: 'ci' } })
  // @ts-expect-error the organization is missing
  await api('POST /orgs/{org}/keys', { body: { name: 'ci' } })
  // @ts-expect-error no such route
  await api('POST /nothing')
  // @ts-expect-error a value outside the contract's list
  await api('GET /orgs/{org}/keys', { params: { org: 'acme' }, query: { status: 'bogus' } })
  // @ts-expect-error a filter that the contract does not know
  await api('GET /orgs/{org}/keys', { params: { org: 'acme' }, query: { bogus: 'x' } })
  const secret: string | null = made.secret
  const username: string = session.account.username
  return { secret, username, item, nothing }
}
