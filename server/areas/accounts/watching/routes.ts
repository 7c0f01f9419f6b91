import { watching } from '../../../../contract/watching.ts'
import type { App } from '../../../http/app.ts'
import { route } from '../../../http/route.ts'
import { lockDownByLink } from './lockdown.ts'
import { answerNotice, findNotice, listNotices } from './notices.ts'

/** Sign-ins from new browsers, and the lockdown. */
export function mountWatching(app: App): void {
  route(app, watching.notices)(async (ctx) => ({ items: await listNotices(ctx) }))
  route(app, watching.answerNotice, { thing: (ctx, { id }) => findNotice(ctx, id) })(
    async (ctx, { body }) => ({
      resetToken: await answerNotice(ctx, ctx.thing.id, body.mine),
    }),
  )
  route(
    app,
    watching.lockdown,
  )(async (ctx, { body }) => ({ resetToken: await lockDownByLink(ctx, body.token) }))
}
