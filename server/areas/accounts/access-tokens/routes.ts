import { accessTokens } from '../../../../contract/access-tokens.ts'
import type { App } from '../../../http/app.ts'
import { route } from '../../../http/route.ts'
import { changeToken, createToken, findOwnToken, listTokens, regenerateToken, revokeToken } from './tokens.ts'

/** A person's access tokens. No token reaches these: `contract/token-scopes.ts` refuses them below `/me`. */
export function mountAccessTokens(app: App): void {
  const thing = findOwnToken
  route(app, accessTokens.list)(async (ctx, { query }) => listTokens(ctx, query))
  route(app, accessTokens.create)(async (ctx, { body }) => createToken(ctx, body))
  route(app, accessTokens.update, { thing })(async (ctx, { params, body }) =>
    changeToken(ctx, params.id, body),
  )
  route(app, accessTokens.regenerate, { thing })(async (ctx, { params, body }) =>
    regenerateToken(ctx, params.id, body),
  )
  route(app, accessTokens.revoke, { thing })(async (ctx, { params }) => {
    await revokeToken(ctx, params.id)
    return undefined
  })
}
