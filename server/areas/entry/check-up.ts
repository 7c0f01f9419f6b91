import type { checkUpLines } from '../../../contract/check-up.ts'
import type { RequestContext, SignedIn } from '../../http/context.ts'
import { checkUpOfPerson } from '../accounts/index.ts'
import { countUnusedKeys } from '../keys/index.ts'
import { acceptingUnpriced } from '../organizations/index.ts'

type Line = {
  id: (typeof checkUpLines)[number]
  good: boolean
  count: number | null
  organizations: { slug: string; name: string }[]
}

const dayMs = 86_400_000
/** A credential that nobody used for so long is more likely forgotten than needed. */
const unusedMs = 90 * dayMs
/** Whoever has so few left should make new ones before the last is gone. */
const fewCodes = 3

/** The operational advice as it stands now (section 5 of the design); each line is counted, none is remembered. */
export async function checkUp(ctx: RequestContext & { session: SignedIn }): Promise<{ items: Line[] }> {
  const { accountId } = ctx.session
  const since = ctx.clock.now() - unusedMs
  const [person, keysUnused, organizations] = await Promise.all([
    checkUpOfPerson(ctx, accountId, since),
    countUnusedKeys(ctx, accountId, since),
    acceptingUnpriced(ctx, accountId),
  ])
  const line = (
    id: Line['id'],
    good: boolean,
    count: number | null = null,
    found: Line['organizations'] = [],
  ): Line => ({ id, good, count, organizations: found })
  const none = (id: Line['id'], count: number): Line => line(id, count === 0, count)
  return {
    items: [
      line('twoFactor', person.twoFactor),
      ...(person.twoFactor
        ? [line('recoveryCodes', person.recoveryCodes > fewCodes, person.recoveryCodes)]
        : []),
      line('email', person.emailProven),
      none('tokensForever', person.tokensForever),
      none('tokensUnused', person.tokensUnused),
      none('keysUnused', keysUnused),
      line('unpriced', organizations.length === 0, organizations.length, organizations),
    ],
  }
}
