import type { AccessTokenView } from '../../contract/access-tokens.ts'
import type { TokenScope } from '../../contract/token-scopes.ts'
import { type MadeAccount, makeAccount } from './make-account.ts'
import type { TestApp } from './test-app.ts'

export type MadeToken = {
  id: string
  /** The only copy. */
  secret: string
  owner: MadeAccount
  /** What a program sends with it. */
  headers: { authorization: string }
}

/** An access token made through the front door, good for all that a person reads and writes where nothing else is said. */
export async function makeToken(
  app: TestApp,
  input: { owner?: MadeAccount; name?: string; scopes?: TokenScope[]; expiresAt?: string | null } = {},
): Promise<MadeToken> {
  const owner = input.owner ?? (await makeAccount(app))
  const answer = await owner.browser.post<{ accessToken: AccessTokenView; secret: string }>(
    '/me/access-tokens',
    {
      name: input.name ?? 'a token of the tests',
      scopes: input.scopes ?? ['read', 'write'],
      expiresAt: input.expiresAt ?? null,
    },
  )
  if (answer.status !== 201) throw new Error(`Making a token answered ${answer.status}: ${answer.text}`)
  const { accessToken, secret } = answer.body
  return { id: accessToken.id, secret, owner, headers: { authorization: `Bearer ${secret}` } }
}
