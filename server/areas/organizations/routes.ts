import { me } from '../../../contract/me.ts'
import { organizations } from '../../../contract/organizations.ts'
import type { App } from '../../http/app.ts'
import type { Member, RequestContext } from '../../http/context.ts'
import { notFound } from '../../http/errors.ts'
import { route } from '../../http/route.ts'
import type { SettingsStore } from '../settings/index.ts'
import { findAuditEvent, listAudit } from './audit-log.ts'
import { countWithoutFactor, listMembers, listOrganizationsOf } from './members.ts'
import { findOrganization, updateOrganization } from './organizations.ts'
import { readPolicy, updatePolicy } from './policies.ts'
import { presentOrganization, presentPolicy } from './present.ts'

/** An organization's own routes. Making one is in `entry/`, since that opens a wallet as well. */
export function mountOrganizations(app: App, { settings }: { settings: SettingsStore }): void {
  const policyHere = async (
    ctx: RequestContext & { member: Member },
    row: Parameters<typeof presentPolicy>[0],
  ) => ({
    ...presentPolicy(row),
    unpricedModels: (await settings.current()).unpricedModels,
    membersWithoutTwoFactor: await countWithoutFactor(ctx, ctx.member.organizationId),
  })
  route(app, me.organizations)(async (ctx) => ({ items: await listOrganizationsOf(ctx) }))
  route(
    app,
    organizations.get,
  )(async (ctx) => {
    const row = await findOrganization(ctx.store.db, ctx.member.organizationId)
    if (!row) throw notFound()
    return presentOrganization(row, ctx.member.role)
  })
  route(
    app,
    organizations.update,
  )(async (ctx, { body }) => {
    const row = await updateOrganization(ctx, ctx.member.organizationId, body)
    if (!row) throw notFound()
    return presentOrganization(row, ctx.member.role)
  })
  route(
    app,
    organizations.members,
  )(async (ctx, { query }) => listMembers(ctx, ctx.member.organizationId, query))
  route(
    app,
    organizations.policy,
  )(async (ctx) => policyHere(ctx, await readPolicy(ctx, ctx.member.organizationId)))
  route(
    app,
    organizations.updatePolicy,
  )(async (ctx, { body }) => policyHere(ctx, await updatePolicy(ctx, ctx.member.organizationId, body)))
  route(app, organizations.audit)(async (ctx, { query }) => listAudit(ctx, ctx.member.organizationId, query))
  route(app, organizations.auditEvent, {
    thing: (ctx, { id }) => findAuditEvent(ctx, ctx.member.organizationId, id),
  })(async (ctx) => ctx.thing)
}
