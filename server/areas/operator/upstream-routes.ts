import { contract } from '../../../contract/index.ts'
import type { UpstreamRow } from '../../db/schema.ts'
import type { App } from '../../http/app.ts'
import type { RequestContext } from '../../http/context.ts'
import type { Outgoing } from '../../http/outgoing.ts'
import { route } from '../../http/route.ts'
import { credentialPlace, sandboxId, sandboxServes, sandboxUpstream } from '../gateway/index.ts'
import type { SettingsStore } from '../settings/index.ts'
import { checkAddress, checkCredential } from './address.ts'
import { sandboxBuiltIn } from './errors.ts'
import { type HealthOf, presentSandbox, presentUpstream } from './present.ts'
import { type Probe, type ProblemCode, probe } from './probe.ts'
import { type ModelTest, testModel } from './test-model.ts'
import { createUpstream, deleteUpstream, findUpstream, listUpstreams, updateUpstream } from './upstreams.ts'

export type UpstreamServices = { settings: SettingsStore; outgoing: Outgoing; health?: HealthOf | undefined }

const unknownHealth: HealthOf = () => ({ state: 'unknown', until: null })
const failed = (problemCode: ProblemCode, problem: string): Probe => ({
  ok: false,
  models: [],
  ms: 0,
  problem,
  problemCode,
})

/** The upstream of the path; the built-in one is there too, but nothing about it changes. */
async function namedUpstream(
  ctx: RequestContext,
  { id }: { id: string },
): Promise<UpstreamRow | 'sandbox' | null> {
  return id === sandboxId ? 'sandbox' : findUpstream(ctx, id)
}

function changeable(thing: UpstreamRow | 'sandbox'): UpstreamRow {
  if (thing === 'sandbox') throw sandboxBuiltIn()
  return thing
}

const unanswered = (problemCode: ProblemCode): ModelTest => ({
  ...{ ok: false, ms: 0, status: null, answer: null, dimensions: null },
  problemCode,
})

/** The saved credential in the clear, for this request only. */
function openedCredential(
  { secretBox, log }: RequestContext,
  { id, credential }: UpstreamRow,
): { ok: true; credential: string | null } | { ok: false } {
  try {
    const opened = credential === null ? null : secretBox.open(credential, credentialPlace(id))
    return { ok: true, credential: opened }
  } catch (error) {
    log.error({ upstream: id, err: error }, 'a credential cannot be opened')
    return { ok: false }
  }
}

/** Connections to model providers. */
export function mountUpstreams(app: App, services: UpstreamServices): void {
  const { settings, outgoing, health = unknownHealth } = services
  const { admin } = contract

  route(
    app,
    admin.upstreams,
  )(async (ctx) => {
    const [rows, { sandbox }] = await Promise.all([listUpstreams(ctx), settings.current()])
    const on = sandboxServes(sandbox, rows.filter((row) => row.enabled === 1).length)
    const real = rows.map((row) => presentUpstream(row, health(row.id)))
    return { items: [...real, presentSandbox(on, health(sandboxId))] }
  })
  route(
    app,
    admin.createUpstream,
  )(async (ctx, { body }) => {
    const row = await createUpstream(ctx, outgoing, body)
    return presentUpstream(row, health(row.id))
  })
  route(app, admin.updateUpstream, { thing: namedUpstream })(async (ctx, { body }) => {
    const row = await updateUpstream(ctx, outgoing, changeable(ctx.thing), body)
    return presentUpstream(row, health(row.id))
  })
  route(app, admin.deleteUpstream, { thing: namedUpstream })(async (ctx) => {
    await deleteUpstream(ctx, changeable(ctx.thing))
    return undefined
  })
  route(app, admin.testUpstream, { thing: namedUpstream })(async (ctx) => {
    if (ctx.thing === 'sandbox')
      return { ok: true, models: [...sandboxUpstream.models], ms: 0, problem: null, problemCode: null }
    const { base_url } = ctx.thing
    const opened = openedCredential(ctx, ctx.thing)
    if (!opened.ok)
      return failed(
        'credential_unreadable',
        'No master key of this server opens the saved credential. Enter it again.',
      )
    return test(base_url ?? '', opened.credential)
  })
  route(app, admin.testUpstreamModel, { thing: namedUpstream })(async (ctx, { body }) => {
    if (ctx.thing === 'sandbox') return testModel(ctx, outgoing, null, body.model)
    const opened = openedCredential(ctx, ctx.thing)
    if (!opened.ok) return unanswered('credential_unreadable')
    // Judged again, as below.
    const check = await checkAddress(outgoing, ctx.thing.base_url ?? '')
    if (!check.ok) return unanswered(check.code)
    return testModel(ctx, outgoing, { baseUrl: check.baseUrl, credential: opened.credential }, body.model)
  })
  route(app, admin.tryUpstream)((_ctx, { body }) => test(body.baseUrl, checkCredential(body.apiKey ?? '')))

  /** Judged again, whatever was judged when it was saved: names come to mean other addresses. */
  async function test(baseUrl: string, credential: string | null): Promise<Probe> {
    const check = await checkAddress(outgoing, baseUrl)
    return check.ok
      ? probe(outgoing, { baseUrl: check.baseUrl, credential })
      : failed(check.code, check.message)
  }
}
