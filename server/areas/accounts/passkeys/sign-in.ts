import type { PasskeyAssertion } from '../../../../contract/passkey-proof.ts'
import { addressBucket } from '../../../http/client-address.ts'
import type { RequestContext } from '../../../http/context.ts'
import { countTry, giveTryBack } from '../../../http/limits.ts'
import { digestOf } from '../../../lib/secret.ts'
import { accountDisabled } from '../errors.ts'
import { enter, handOver } from '../factors/enter.ts'
import { holdAccount } from '../hold-account.ts'
import { clearAttemptCookie, readAttemptCookie } from '../session-cookie.ts'
import { entering } from '../watching/entering.ts'
import { passkeyAttemptOver } from './errors.ts'
import { expectPasskeysOn, lookAtPasskey } from './prove.ts'

const act = 'account.signed_in'

/**
 * Signs in with a passkey alone: it names the account, and with the user verified it is both factors (rule 21). Wrong passwords and codes
 * of others do not keep it out (rule 18): its tries are counted by the address only.
 *
 * @throws what `lookAtPasskey` throws; accountDisabled, passwordChangeRequired, tooManyRequests
 */
export async function signInWithPasskey(ctx: RequestContext, assertion: PasskeyAssertion) {
  await expectPasskeysOn(ctx)
  const limit = { name: 'passkey-sign-in', key: addressBucket(ctx.ip), tries: 300, seconds: 900 }
  await countTry(ctx, [limit])
  const browser = readAttemptCookie(ctx)
  if (browser === null) throw passkeyAttemptOver()
  const bound = { purpose: 'sign_in', accountId: null, boundTo: digestOf(browser) } as const
  const { accountId, passkeyId, use } = await lookAtPasskey(ctx, bound, assertion, act)
  const entered = await entering(ctx, { accountId, act }, () =>
    ctx.store.transaction(async (tx) => {
      if (!(await holdAccount(tx, accountId))) throw accountDisabled()
      await use(tx)
      return enter(tx, ctx, accountId, 'passkey', passkeyId)
    }),
  )
  await giveTryBack(ctx, limit)
  clearAttemptCookie(ctx)
  handOver(ctx, entered)
  return { accountId, confirmedUntil: entered.next === 'session' ? entered.confirmedUntil : null }
}
