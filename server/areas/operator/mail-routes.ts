import { adminMail } from '../../../contract/mail.ts'
import type { App } from '../../http/app.ts'
import type { RequestContext } from '../../http/context.ts'
import { comparable } from '../../http/page.ts'
import { route } from '../../http/route.ts'
import { findPerson } from '../accounts/index.ts'
import {
  changeSmtp,
  dropMail,
  dropSmtp,
  findMail,
  listMails,
  noAddress,
  presentMail,
  retryMail,
  sendTestMail,
  showLink,
  viewSmtp,
} from '../mail/index.ts'

/** How mail is sent, and what waits to be. */
export function mountAdminMail(app: App): void {
  const thing = async (ctx: RequestContext, { id }: { id: string }) =>
    comparable(id) ? findMail(ctx.store.db, id) : null

  route(app, adminMail.mailSettings)((ctx) => viewSmtp(ctx))
  route(
    app,
    adminMail.setMailSettings,
  )(async (ctx, { body }) => {
    await changeSmtp(ctx, body)
    return viewSmtp(ctx)
  })
  route(
    app,
    adminMail.dropMailSettings,
  )(async (ctx) => {
    await dropSmtp(ctx)
    return viewSmtp(ctx)
  })
  route(
    app,
    adminMail.testMail,
  )(async (ctx) => {
    const person = await findPerson(ctx.store.db, ctx.session.accountId)
    if (!person?.email) throw noAddress()
    return sendTestMail(ctx, { to: person.email, locale: person.locale })
  })
  route(app, adminMail.mails)((ctx, { query }) => listMails(ctx, query))
  route(app, adminMail.retryMail, { thing })(async (ctx) => presentMail(await retryMail(ctx, ctx.thing.id)))
  route(app, adminMail.dropMail, { thing })(async (ctx) => {
    await dropMail(ctx, ctx.thing.id)
    return undefined
  })
  route(app, adminMail.showMailLink, { thing })((ctx) => showLink(ctx, ctx.thing))
}
