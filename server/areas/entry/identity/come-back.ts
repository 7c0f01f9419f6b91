import { safeNext } from '../../../../contract/safe-next.ts'
import { addressBucket } from '../../../http/client-address.ts'
import type { RequestContext, SignedIn } from '../../../http/context.ts'
import { isAppError, reasonOf } from '../../../http/errors.ts'
import { countTry } from '../../../http/limits.ts'
import {
  bindingPage,
  confirmByIdentity,
  confirmedPage,
  enterByIdentity,
  handOver,
  linkIdentity,
  offeredProvider,
  sessionLimits,
  setSessionCookie,
  takeAttempt,
} from '../../accounts/index.ts'
import { refused } from '../../audit/index.ts'
import type { EntryServices } from '../sign-up.ts'
import { signUpByIdentity } from './sign-up.ts'

type Coming = RequestContext & { session: SignedIn | null }

/**
 * A browser that comes back from a provider: the attempt is used up first, then the provider is asked who it is, then they are linked,
 * confirmed, signed in or signed up.
 *
 * @param input.came says on which page a refusal is shown, once it is known.
 * @returns the path of the page that it goes on to.
 * @throws what an attempt, a proof, confirming, linking, entering and signing up refuse with
 */
export async function comeBack(
  ctx: Coming,
  services: EntryServices,
  { slug, search, came }: { slug: string; search: string; came: { page: string } },
): Promise<string> {
  const provider = await offeredProvider(ctx.store.db, slug)
  await countTry(ctx, [{ name: 'identity-callback', key: addressBucket(ctx.ip), tries: 300, seconds: 900 }])
  const states = new URLSearchParams(search).getAll('state')
  const { secrets, purpose } = await takeAttempt(ctx, provider, states.length === 1 ? (states[0] ?? '') : '')
  if (purpose.for) came.page = purpose.for.act === 'link' ? bindingPage : confirmedPage
  const accountId = purpose.for?.accountId ?? null
  const proven = await services.issuers
    .prove(ctx, provider, secrets, search)
    .catch(async (error: unknown) => {
      const details = { provider: slug, ...reasonOf(error) }
      await refused(ctx, { act: 'identity.used', accountId, security: true, details })
      throw error
    })
  if (purpose.for?.act === 'confirm' && ctx.session) {
    await confirmByIdentity({ ...ctx, session: ctx.session }, provider, proven)
    return safeNext(purpose.next)
  }
  if (purpose.for && ctx.session) {
    const { token } = await linkIdentity({ ...ctx, session: ctx.session }, provider, proven)
    setSessionCookie(ctx, token, sessionLimits.absoluteMs)
    return `${bindingPage}?linked=${slug}`
  }
  const enter = () => enterByIdentity(ctx, provider, proven)
  const entered =
    (await enter()) ??
    (await signUpByIdentity(ctx, services, { provider, proven, invitation: purpose.invitation }).catch(
      async (error: unknown) => {
        // Somebody was faster in another window: the account is made, and theirs.
        const other = isAppError(error) && error.code === 'identity_taken' ? await enter() : null
        if (!other) throw error
        return other
      },
    ))
  handOver(ctx, entered)
  const next = safeNext(purpose.next)
  if (entered.next === 'session') return next
  const second = new URLSearchParams({ second: entered.methods.join('.'), ...(next === '/' ? {} : { next }) })
  return `/sign-in?${second}`
}
