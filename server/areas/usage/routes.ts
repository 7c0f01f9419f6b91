import { contract } from '../../../contract/index.ts'
import type { App } from '../../http/app.ts'
import type { Member, RequestContext, SignedIn } from '../../http/context.ts'
import { takeOver } from '../../http/exchange.ts'
import { pageLimit, toPage } from '../../http/page.ts'
import { rawRoute, route } from '../../http/route.ts'
import { findCall, listCalls, type Seeing } from './calls.ts'
import { sendCalls } from './export.ts'
import { presentCall, presentWholeCall } from './present.ts'
import { summarize } from './summary.ts'

type MemberContext = RequestContext & { session: SignedIn; member: Member }

const seeingOf = ({ session, member }: MemberContext): Seeing => ({
  organizationId: member.organizationId,
  accountId: session.accountId,
  can: member.can,
})

/** Mounts what people read of calls. The records themselves are written where calls are settled. */
export function mountUsage(app: App): void {
  const { usage } = contract

  for (const [endpoint, errors] of [
    [usage.list, false],
    [usage.errors, true],
  ] as const) {
    route(
      app,
      endpoint,
    )(async (ctx, { query }) => {
      const rows = await listCalls(ctx, seeingOf(ctx), query, { errors })
      return toPage(rows, pageLimit(query), (row) => row.request_id, presentCall)
    })
  }

  for (const [endpoint, format] of [
    [usage.exportCsv, 'csv'],
    [usage.exportJsonl, 'jsonl'],
  ] as const) {
    rawRoute(app, endpoint, (ctx, request, reply, { only, ...filters }) =>
      sendCalls(ctx, {
        seeing: seeingOf(ctx),
        filters,
        errors: only === 'errors',
        format,
        begin: () => takeOver(request, reply),
      }),
    )
  }

  route(app, usage.summary)(async (ctx, { query }) => summarize(ctx, seeingOf(ctx), query))

  route(app, usage.get, { thing: (ctx, params) => findCall(ctx, seeingOf(ctx), params.id) })(async (ctx) =>
    presentWholeCall(ctx.thing),
  )
}
