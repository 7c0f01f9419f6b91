import { identities } from '../../../../contract/identities.ts'
import { safeNext } from '../../../../contract/safe-next.ts'
import type { App } from '../../../http/app.ts'
import { isAppError } from '../../../http/errors.ts'
import { rawRoute } from '../../../http/route.ts'
import { beginAttempt } from '../../accounts/index.ts'
import type { EntryServices } from '../sign-up.ts'
import { comeBack } from './come-back.ts'

type Log = {
  log: { error(fields: object, message: string): void; info(fields: object, message: string): void }
}

/** Browsers are here, not programs: whatever went wrong is said on a page, by its code. */
function problemPage(ctx: Log, error: unknown, page: string): string {
  const known = isAppError(error)
  // The reason is for the operator: who tries learns nothing of it.
  if (known) ctx.log.info({ code: error.code, reason: error.message }, 'a provider did not let somebody in')
  else ctx.log.error({ err: error }, 'signing in by a provider failed')
  return `${page}?problem=${known ? error.code : 'identity_failed'}`
}

/** Signing in by a provider: the way there and the way back. */
export function mountIdentityDoor(app: App, services: EntryServices): void {
  rawRoute(app, identities.start, async (ctx, request, reply, query) => {
    const { provider } = request.params as { provider: string }
    const next = query.next === undefined ? null : safeNext(query.next)
    const purpose = { for: null, next, invitation: query.invitation ?? null }
    const to = await beginAttempt(ctx, services.issuers, provider, purpose).catch((error: unknown) =>
      problemPage(ctx, error, '/sign-in'),
    )
    await reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer').redirect(to, 302)
  })
  rawRoute(app, identities.callback, async (ctx, request, reply) => {
    const { provider } = request.params as { provider: string }
    const mark = request.url.indexOf('?')
    const search = mark < 0 ? '' : request.url.slice(mark)
    const came = { page: '/sign-in' }
    const to = await comeBack(ctx, services, { slug: provider, search, came }).catch((error: unknown) =>
      problemPage(ctx, error, came.page),
    )
    await reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer').redirect(to, 302)
  })
}
