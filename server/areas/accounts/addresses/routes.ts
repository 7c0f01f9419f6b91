import { emails } from '../../../../contract/emails.ts'
import type { App } from '../../../http/app.ts'
import type { RequestContext, SignedIn } from '../../../http/context.ts'
import { route } from '../../../http/route.ts'
import type { NewPasswordServices, PasswordHasher } from '../passwords/index.ts'
import { forgotPassword } from './forgot-password.ts'
import {
  addEmail,
  findOwnEmail,
  listEmails,
  makePrimary,
  presentEmail,
  removeEmail,
  resendProof,
} from './own-emails.ts'
import { verifyEmail } from './prove.ts'
import { resetIsUsable, resetPassword } from './reset-password.ts'
import { undoEmail } from './undo.ts'

/** Addresses of a person, and what links in mails do. */
export function mountAddresses(
  app: App,
  services: NewPasswordServices & { passwords: PasswordHasher },
): void {
  const thing = (ctx: RequestContext & { session: SignedIn }, { id }: { id: string }) => findOwnEmail(ctx, id)
  route(app, emails.list)(async (ctx) => ({ items: (await listEmails(ctx)).map(presentEmail) }))
  route(app, emails.add)(async (ctx, { body }) => presentEmail(await addEmail(ctx, body.email)))
  route(app, emails.makePrimary, { thing })(async (ctx) => presentEmail(await makePrimary(ctx, ctx.thing.id)))
  route(app, emails.remove, { thing })(async (ctx) => {
    await removeEmail(ctx, ctx.thing.id)
    return undefined
  })
  route(app, emails.resend, { thing })(async (ctx) => {
    await resendProof(ctx, ctx.thing)
    return undefined
  })
  route(app, emails.verify)((ctx, { body }) => verifyEmail(ctx, body.token))
  route(app, emails.undo)((ctx, { body }) => undoEmail(ctx, body.token))
  route(
    app,
    emails.forgotPassword,
  )(async (ctx, { body }) => {
    await forgotPassword(ctx, body.email)
    return undefined
  })
  route(app, emails.checkReset)(async (ctx, { body }) => ({ usable: await resetIsUsable(ctx, body.token) }))
  route(
    app,
    emails.resetPassword,
  )(async (ctx, { body }) => {
    await resetPassword(ctx, services, body)
    return undefined
  })
}
