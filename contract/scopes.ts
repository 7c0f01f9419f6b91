/** What an API key may do. Scopes of things that do not exist yet are refused when a key asks for them. */
export const keyScopes = ['models:call', 'models:read', 'usage:read'] as const
export type KeyScope = (typeof keyScopes)[number]
