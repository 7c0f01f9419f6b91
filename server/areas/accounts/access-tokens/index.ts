export { mountAccessTokens } from './routes.ts'
export { revokeTokensOf, sweepTokens } from './tokens.ts'
export { findTokenHolder } from './verify.ts'
