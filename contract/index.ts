import { accessTokens } from './access-tokens.ts'
import { auth } from './auth.ts'
import { checkUp } from './check-up.ts'
import { emails } from './emails.ts'
import { gateway } from './gateway.ts'
import { identities } from './identities.ts'
import { keys } from './keys.ts'
import { leaving } from './leaving.ts'
import { adminMail } from './mail.ts'
import { me } from './me.ts'
import { money } from './money.ts'
import { admin as operator } from './operator.ts'
import { adminAudit } from './operator-audit.ts'
import { adminHealth } from './operator-health.ts'
import { adminPrices } from './operator-prices.ts'
import { adminProviders } from './operator-providers.ts'
import { organizations } from './organizations.ts'
import { passkeys } from './passkeys.ts'
import { secondFactor } from './second-factor.ts'
import { system } from './system.ts'
import { usage } from './usage.ts'
import { watching } from './watching.ts'
import { waysIn } from './ways-in.ts'

const admin = { ...operator, ...adminPrices, ...adminHealth, ...adminAudit, ...adminMail, ...adminProviders }

/** The console API, declared once: the server implements it, the console is typed by it, openapi.json is printed from it. */
export const contract = {
  auth,
  me,
  emails,
  identities,
  accessTokens,
  checkUp,
  leaving,
  secondFactor,
  passkeys,
  watching,
  waysIn,
  organizations,
  keys,
  money,
  usage,
  gateway,
  admin,
  system,
}
export type Contract = typeof contract

export type { Access, Endpoint, Method } from './endpoint.ts'
export type { Permission, Role } from './roles.ts'
export type { KeyScope } from './scopes.ts'
export type { TokenScope } from './token-scopes.ts'
