import { contract } from '../../../contract/index.ts'
import type { App } from '../../http/app.ts'
import type { Member, RequestContext, SignedIn } from '../../http/context.ts'
import { permissionDenied } from '../../http/errors.ts'
import { pageLimit, toPage } from '../../http/page.ts'
import { route } from '../../http/route.ts'
import { changeKey, revokeKey } from './change.ts'
import { createKey } from './create.ts'
import { listKeys, listOwnKeys } from './list.ts'
import { type Asking, mayManageKey, maySeeKey } from './policy.ts'
import { presentKey } from './present.ts'
import { rotateKey } from './rotate.ts'
import { findKey, type KeyRow } from './rows.ts'
import { refuseWhatIsNotObeyed } from './rules.ts'

type MemberContext = RequestContext & { session: SignedIn; member: Member }

const askingOf = ({ session, member }: MemberContext): Asking => ({
  accountId: session.accountId,
  can: member.can,
})

function present(ctx: MemberContext, key: KeyRow) {
  return presentKey(key, { now: ctx.clock.now(), manage: mayManageKey(askingOf(ctx), key) })
}

/** The key of the path, for who may see it. */
async function visibleKey(ctx: MemberContext, params: { id: string }): Promise<KeyRow | null> {
  const { organizationId } = ctx.member
  const key = await findKey(ctx.store.db, { organizationId, keyId: params.id, now: ctx.clock.now() })
  return key && maySeeKey(askingOf(ctx), key) ? key : null
}

/** The key of the path, for an act on it. */
async function managedKey(ctx: MemberContext, params: { id: string }): Promise<KeyRow | null> {
  const key = await visibleKey(ctx, params)
  if (key && !mayManageKey(askingOf(ctx), key)) throw permissionDenied()
  return key
}

/** Mounts what people do with API keys. */
export function mountKeys(app: App): void {
  const { keys, me, system } = contract

  route(
    app,
    keys.create,
  )(async (ctx, { body }) => {
    refuseWhatIsNotObeyed(body)
    const owner = { organizationId: ctx.member.organizationId, accountId: ctx.session.accountId }
    const { key, secret } = await createKey(ctx, owner, body)
    return { key: present(ctx, key), secret }
  })

  route(
    app,
    keys.list,
  )(async (ctx, { query }) => {
    const rows = await listKeys(ctx, ctx.member.organizationId, askingOf(ctx), query)
    return toPage(
      rows,
      pageLimit(query),
      (row) => row.id,
      (row) => present(ctx, row),
    )
  })

  route(app, keys.get, { thing: visibleKey })(async (ctx) => present(ctx, ctx.thing))

  route(app, keys.update, { thing: managedKey })(async (ctx, { body }) => {
    refuseWhatIsNotObeyed(body)
    const { budgets: _, limits: __, ...changes } = body
    return present(ctx, await changeKey(ctx, ctx.thing, ctx.session.accountId, changes))
  })

  route(app, keys.rotate, { thing: managedKey })(async (ctx, { body }) => {
    const overlapSeconds = body.overlapSeconds ?? 0
    const { key, secret } = await rotateKey(ctx, ctx.thing, ctx.session.accountId, { overlapSeconds })
    return { key: present(ctx, key), secret }
  })

  route(app, keys.revoke, { thing: managedKey })(async (ctx) => {
    await revokeKey(ctx, ctx.thing, ctx.session.accountId)
    return undefined
  })

  route(
    app,
    me.keys,
  )(async (ctx, { query }) => {
    const rows = await listOwnKeys(ctx, ctx.session.accountId, query)
    const now = ctx.clock.now()
    return toPage(
      rows,
      pageLimit(query),
      (row) => row.id,
      (row) => presentKey(row, { now, manage: row.manage }),
    )
  })

  route(
    app,
    system.whoami,
  )(async ({ key }) => ({
    keyId: key.keyId,
    organization: { id: key.organizationId, slug: key.organizationSlug },
    scopes: [...key.scopes],
    expiresAt: key.expiresAt === null ? null : new Date(key.expiresAt).toISOString(),
  }))
}
