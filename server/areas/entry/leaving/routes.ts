import { leaving } from '../../../../contract/leaving.ts'
import type { App } from '../../../http/app.ts'
import type { RequestContext } from '../../../http/context.ts'
import { notFound } from '../../../http/errors.ts'
import { comparable } from '../../../http/page.ts'
import { rawRoute, route } from '../../../http/route.ts'
import { findPerson } from '../../accounts/index.ts'
import type { SettingsStore } from '../../settings/index.ts'
import { viewDeletion } from './consequences.ts'
import { askExport, findReady, listExports, presentExport, readParts } from './export/exports.ts'
import { deleteAccount, leave, undoDeletion } from './leave.ts'
import type { Leaver } from './leaver.ts'

export type LeavingServices = { settings: SettingsStore; leaver: Leaver }

/** Accounts that go for good, and what their people take along. */
export function mountLeaving(app: App, { settings, leaver }: LeavingServices): void {
  const thing = async (ctx: RequestContext, { id }: { id: string }) =>
    comparable(id) ? findPerson(ctx.store.db, id) : null
  route(app, leaving.deletion)((ctx) => viewDeletion(ctx, settings))
  route(app, leaving.deleteMe)((ctx, { body }) => leave(ctx, settings, body.username))
  route(app, leaving.undo)((ctx, { body }) => undoDeletion(ctx, body.token))
  route(app, leaving.deleteAccount, { thing })((ctx, { body }) =>
    deleteAccount(ctx, ctx.thing.id, body.username),
  )
  route(
    app,
    leaving.startExport,
  )(async (ctx) => {
    const asked = await askExport(ctx)
    void leaver.work()
    return presentExport(asked)
  })
  route(app, leaving.exports)(async (ctx) => ({ items: (await listExports(ctx)).map(presentExport) }))
  rawRoute(app, leaving.archive, async (ctx, request, reply) => {
    const { id } = request.params as { id: string }
    const found = comparable(id) ? await findReady(ctx, id) : null
    if (!found) throw notFound()
    // Who took an archive away stands in the log: a GET changes nothing (rule 35).
    ctx.log.info({ requestId: ctx.requestId, export: id }, 'an archive is downloaded')
    const day = new Date(found.created_at).toISOString().slice(0, 10)
    await reply
      .type('application/zip')
      .header('content-length', found.bytes)
      .header('content-disposition', `attachment; filename="portico-${ctx.session.username}-${day}.zip"`)
      .send(readParts(ctx.store, id))
  })
}
