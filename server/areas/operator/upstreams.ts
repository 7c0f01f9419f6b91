import type { z } from 'zod'
import type { contract } from '../../../contract/index.ts'
import type { UpstreamRow } from '../../db/schema.ts'
import type { RequestContext, SignedIn } from '../../http/context.ts'
import { notFound } from '../../http/errors.ts'
import type { Outgoing } from '../../http/outgoing.ts'
import { newId } from '../../lib/id.ts'
import { record } from '../audit/index.ts'
import { credentialPlace } from '../gateway/index.ts'
import { checkAddress, checkCredential, hintOf, sameOrigin } from './address.ts'
import { addressRefused, credentialNeeded, upstreamChanged } from './errors.ts'

type Acting = RequestContext & { session: SignedIn }
type NewUpstream = z.output<typeof contract.admin.createUpstream.body>
type UpstreamChanges = z.output<typeof contract.admin.updateUpstream.body>

const defaults = { priority: 0, weight: 1, enabled: 1, on_disconnect: 'cancel', stream_options: 1 } as const

async function address(outgoing: Outgoing, text: string): Promise<string> {
  const check = await checkAddress(outgoing, text)
  if (!check.ok) throw addressRefused(check.code, check.message)
  return check.baseUrl
}

/** The columns of a credential as it is kept: sealed, bound to its upstream. */
function sealed({ secretBox }: RequestContext, id: string, apiKey: string) {
  const credential = checkCredential(apiKey)
  if (credential === null) return { credential: null, credential_hint: null }
  return {
    credential: secretBox.seal(credential, credentialPlace(id)),
    credential_hint: hintOf(credential),
  }
}

/** The columns that need no judging, of those that are named. */
function plainColumns(changes: UpstreamChanges | NewUpstream) {
  const { name, models, priority, weight, enabled, onDisconnect, streamOptions } = changes
  return {
    ...(name === undefined ? {} : { name }),
    ...(models === undefined ? {} : { models: JSON.stringify([...new Set(models)]) }),
    ...(priority === undefined ? {} : { priority }),
    ...(weight === undefined ? {} : { weight }),
    ...(enabled === undefined ? {} : { enabled: enabled ? 1 : 0 }),
    ...(onDisconnect === undefined ? {} : { on_disconnect: onDisconnect }),
    ...(streamOptions === undefined ? {} : { stream_options: streamOptions ? 1 : 0 }),
  }
}

/** All upstreams, oldest first. */
export async function listUpstreams({ store }: RequestContext): Promise<UpstreamRow[]> {
  return store.db.selectFrom('upstreams').selectAll().orderBy('id').execute()
}

export async function findUpstream({ store }: RequestContext, id: string): Promise<UpstreamRow | null> {
  const row = await store.db.selectFrom('upstreams').selectAll().where('id', '=', id).executeTakeFirst()
  return row ?? null
}

/**
 * Connects a model provider.
 *
 * @throws 400 for an address that rule 38 forbids or a credential that is none.
 */
export async function createUpstream(
  ctx: Acting,
  outgoing: Outgoing,
  input: NewUpstream,
): Promise<UpstreamRow> {
  const base_url = await address(outgoing, input.baseUrl)
  const now = ctx.clock.now()
  const id = newId('ups', now)
  return ctx.store.transaction(async (tx) => {
    const row = await tx
      .insertInto('upstreams')
      .values({
        id,
        kind: input.kind,
        base_url,
        ...defaults,
        ...plainColumns(input),
        ...{ name: input.name, models: JSON.stringify([...new Set(input.models)]) },
        ...sealed(ctx, id, input.apiKey ?? ''),
        ...{ created_at: now, updated_at: now },
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    const details = { name: row.name, baseUrl: base_url, credential: row.credential !== null }
    await record(tx, ctx, {
      act: 'upstream.created',
      accountId: ctx.session.accountId,
      target: id,
      details,
    })
    ctx.store.announce(tx, { kind: 'upstreams', id })
    return row
  })
}

/**
 * Changes what is named. A credential is never sent to another host than it was saved for, so a new host needs it again; nobody can slip
 * another host under it meanwhile either.
 *
 * @param before the upstream as this request found it.
 * @throws 400 as `createUpstream`, and `credential_needed`; 409 where address or credential changed meanwhile.
 */
export async function updateUpstream(
  ctx: Acting,
  outgoing: Outgoing,
  before: UpstreamRow,
  changes: UpstreamChanges,
): Promise<UpstreamRow> {
  const { apiKey } = changes
  const base_url = changes.baseUrl === undefined ? undefined : await address(outgoing, changes.baseUrl)
  const moves = base_url !== undefined && !sameOrigin(base_url, before.base_url ?? base_url)
  if (moves && before.credential !== null && apiKey === undefined) throw credentialNeeded()
  const set = {
    ...plainColumns(changes),
    ...(base_url === undefined ? {} : { base_url }),
    ...(apiKey === undefined ? {} : sealed(ctx, before.id, apiKey)),
    updated_at: ctx.clock.now(),
  }
  const secretly = base_url !== undefined || apiKey !== undefined
  return ctx.store.transaction(async (tx) => {
    const row = await tx
      .updateTable('upstreams')
      .set(set)
      .where('id', '=', before.id)
      .$if(secretly, (update) =>
        update
          .where('base_url', before.base_url === null ? 'is' : '=', before.base_url)
          .where('credential', before.credential === null ? 'is' : '=', before.credential),
      )
      .returningAll()
      .executeTakeFirst()
    if (!row) throw secretly ? upstreamChanged() : notFound()
    await record(tx, ctx, {
      act: 'upstream.updated',
      accountId: ctx.session.accountId,
      target: row.id,
      details: changesOf(before, row),
    })
    ctx.store.announce(tx, { kind: 'upstreams', id: row.id })
    return row
  })
}

/** Old and new values by field, a credential only as set or not, long lists as their size. */
function changesOf(before: UpstreamRow, after: UpstreamRow): Record<string, unknown> {
  const plain = [
    'name',
    'base_url',
    'priority',
    'weight',
    'enabled',
    'on_disconnect',
    'stream_options',
  ] as const
  const details: Record<string, unknown> = {}
  for (const name of plain)
    if (before[name] !== after[name]) details[name] = { from: before[name], to: after[name] }
  if (before.models !== after.models) {
    const size = (row: UpstreamRow): number => (JSON.parse(row.models) as string[]).length
    details.models = { from: size(before), to: size(after) }
  }
  if (before.credential !== after.credential)
    details.credential = { from: before.credential !== null, to: after.credential !== null }
  return details
}

/** Removes an upstream; calls that it serves at this moment end first. */
export async function deleteUpstream(ctx: Acting, { id, name }: UpstreamRow): Promise<void> {
  await ctx.store.transaction(async (tx) => {
    const gone = await tx.deleteFrom('upstreams').where('id', '=', id).returning('id').executeTakeFirst()
    if (!gone) throw notFound()
    await record(tx, ctx, {
      act: 'upstream.deleted',
      accountId: ctx.session.accountId,
      target: id,
      details: { name },
    })
    ctx.store.announce(tx, { kind: 'upstreams', id })
  })
}
