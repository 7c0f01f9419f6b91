import { type Role, roles } from '../../../contract/roles.ts'
import { newId } from '../../lib/id.ts'
import { type MadeAccount, makeAccount } from '../make-account.ts'
import { addMember, type MadeOrganization, makeOrganization } from '../make-organization.ts'
import { makeToken } from '../make-token.ts'
import type { TestApp } from '../test-app.ts'

/** What somebody has in the organization that is walked. */
export type Belongings = { keyId: string; usageId: string }

/** An organization with a member of every role, each with a key and a call of their own; somebody else; the operator's things. */
export type World = {
  app: TestApp
  organization: MadeOrganization
  members: Record<Role, MadeAccount>
  belongings: Record<Role, Belongings>
  /** Owner of an organization of their own, and no member of the one above. */
  stranger: MadeAccount
  operator: MadeAccount
  /** Things below `/admin`, the owner's picture and another browser of theirs, and how the organization was made. */
  installation: {
    upstreamId: string
    accountId: string
    invitationId: string
    avatarId: string
    auditId: string
    sessionId: string
    emailId: string
    mailId: string
    tokenId: string
    trustedId: string
    passkeyId: string
    noticeId: string
    exportId: string
    identityId: string
    providerId: string
  }
}

export async function makeWorld(app: TestApp): Promise<World> {
  const owner = await makeAccount(app)
  const organization = await makeOrganization(app, owner)
  const members: Partial<Record<Role, MadeAccount>> = { owner }
  const belongings: Partial<Record<Role, Belongings>> = {}
  for (const role of roles) {
    const account = members[role] ?? (await makeAccount(app))
    members[role] = account
    if (role !== 'owner') await addMember(app, organization, account, role)
    belongings[role] = await addBelongings(app, organization.id, account.accountId)
  }
  const stranger = await makeAccount(app)
  const operator = await makeAccount(app, { operator: true })
  return {
    app,
    organization,
    members: members as World['members'],
    belongings: belongings as World['belongings'],
    stranger,
    operator,
    installation: {
      ...(await addInstallation(app, operator, stranger)),
      avatarId: await addAvatar(app, owner),
      auditId: await firstEvent(app, organization.id),
      sessionId: await addSession(app, owner),
      ...(await firstMail(app, owner)),
      tokenId: (await makeToken(app, { owner })).id,
      trustedId: await addTrustedDevice(app, owner),
      passkeyId: await addPasskey(app, owner),
      noticeId: await addNotice(app, owner),
      exportId: await addExport(app, owner),
      ...(await addIdentity(app, owner)),
    },
  }
}

/** Written into the store, since not every role could make them through the front door. */
async function addBelongings(app: TestApp, organizationId: string, accountId: string): Promise<Belongings> {
  const { db } = app.testStore.store
  const now = app.clock.now()
  const keyId = newId('key', now)
  const usageId = newId('req', now)
  const whose = { organization_id: organizationId, account_id: accountId }
  const key = {
    name: 'walked',
    name_search: 'walked',
    remark: '',
    scopes: '["models:call"]',
    models: null,
    hint: '…0000',
  }
  const ends = {
    expires_at: null,
    disabled_at: null,
    revoked_at: null,
    last_used_at: null,
    last_used_ip: null,
  }
  await db
    .insertInto('api_keys')
    .values({ id: keyId, ...whose, ...key, ...ends, ip_allowlist: '[]', created_at: now })
    .execute()
  const call = {
    key_id: keyId,
    model: 'm',
    endpoint: 'chat.completions',
    stream: 0,
    status: 200,
    error_code: null,
  }
  const money = {
    cost_nanos: 0n,
    hold_nanos: 0n,
    over_nanos: 0n,
    meters: '[]',
    price_id: null,
    buckets: '[]',
  }
  const rest = {
    usage_source: 'none',
    unpriced: 0,
    attempts: '[]',
    latency_ms: 1,
    first_token_ms: null,
    ip: null,
  }
  await db
    .insertInto('usage_records')
    .values({
      request_id: usageId,
      at: now,
      ...whose,
      ...call,
      ...money,
      ...rest,
      input_tokens: 0,
      output_tokens: 0,
    })
    .execute()
  return { keyId, usageId }
}

async function addInstallation(
  app: TestApp,
  operator: MadeAccount,
  somebody: MadeAccount,
): Promise<
  Omit<
    World['installation'],
    | 'avatarId'
    | 'auditId'
    | 'sessionId'
    | 'tokenId'
    | 'trustedId'
    | 'passkeyId'
    | 'noticeId'
    | 'exportId'
    | 'identityId'
    | 'providerId'
    | 'emailId'
    | 'mailId'
  >
> {
  const now = app.clock.now()
  const upstreamId = newId('ups', now)
  const where = {
    name: 'walked',
    kind: 'openai',
    base_url: 'http://127.0.0.1:9/v1',
    models: '["walked-model"]',
  }
  const how = { priority: 0, weight: 1, enabled: 0, on_disconnect: 'cancel', stream_options: 1 }
  await app.testStore.store.db
    .insertInto('upstreams')
    .values({
      id: upstreamId,
      ...where,
      ...how,
      credential: null,
      credential_hint: null,
      created_at: now,
      updated_at: now,
    })
    .execute()
  const invited = await operator.browser.post<{ id: string }>('/admin/invitations', {})
  return { upstreamId, accountId: somebody.accountId, invitationId: invited.body.id }
}

async function addAvatar(app: TestApp, { accountId }: MadeAccount): Promise<string> {
  const now = app.clock.now()
  const id = newId('avt', now)
  const { db } = app.testStore.store
  await db.insertInto('avatars').values({ account_id: accountId, id, png: '', created_at: now }).execute()
  await db.updateTable('accounts').set({ avatar_id: id }).where('id', '=', accountId).execute()
  return id
}

/** A browser that nobody uses. */
async function addSession(app: TestApp, { accountId }: MadeAccount): Promise<string> {
  const now = app.clock.now()
  const id = newId('ses', now)
  await app.testStore.store.db
    .insertInto('sessions')
    .values({
      ...{ digest: id, id, account_id: accountId, created_at: now, last_seen_at: now },
      ...{ expires_at: now + 86_400_000, confirmed_until: null, ip: null, user_agent: null },
    })
    .execute()
  return id
}

/** The owner's address, and what was written to it when they signed up. */
async function firstMail(
  app: TestApp,
  { accountId }: MadeAccount,
): Promise<{ emailId: string; mailId: string }> {
  const { db } = app.testStore.store
  const of = (table: 'emails' | 'mails') =>
    db.selectFrom(table).select('id').where('account_id', '=', accountId).executeTakeFirstOrThrow()
  return { emailId: (await of('emails')).id, mailId: (await of('mails')).id }
}

async function addTrustedDevice(app: TestApp, { accountId }: MadeAccount): Promise<string> {
  const now = app.clock.now()
  const id = newId('tru', now)
  await app.testStore.store.db
    .insertInto('trusted_devices')
    .values({
      ...{ digest: id, id, account_id: accountId, created_at: now, last_used_at: now },
      ...{ expires_at: now + 86_400_000, ip: null, user_agent: null },
    })
    .execute()
  return id
}

async function addExport(app: TestApp, { accountId }: MadeAccount): Promise<string> {
  const now = app.clock.now()
  const id = newId('exp', now)
  await app.testStore.store.db
    .insertInto('exports')
    .values({
      ...{ id, account_id: accountId, state: 'ready', reason: null, lease: null, leased_until: null },
      ...{ created_at: now, ended_at: now, expires_at: now + 86_400_000 },
    })
    .execute()
  return id
}

async function addNotice(app: TestApp, { accountId }: MadeAccount): Promise<string> {
  const now = app.clock.now()
  const id = newId('new', now)
  const unanswered = { answered_at: null, answer: null, ip: null, user_agent: null }
  await app.testStore.store.db
    .insertInto('sign_in_notices')
    .values({ id, account_id: accountId, browser: id, created_at: now, ...unanswered })
    .execute()
  return id
}

async function addPasskey(app: TestApp, { accountId }: MadeAccount): Promise<string> {
  const now = app.clock.now()
  const id = newId('psk', now)
  await app.testStore.store.db
    .insertInto('passkeys')
    .values({
      ...{ id, account_id: accountId, credential_id: id, public_key: '', counter: 0, transports: '[]' },
      ...{ aaguid: '', backup_eligible: 0, synced: 0, rp_id: 'localhost', name: 'walked' },
      ...{ created_at: now, last_used_at: null },
    })
    .execute()
  return id
}

async function firstEvent(app: TestApp, organizationId: string): Promise<string> {
  const { id } = await app.testStore.store.db
    .selectFrom('audit_events')
    .select('id')
    .where('organization_id', '=', organizationId)
    .orderBy('id')
    .executeTakeFirstOrThrow()
  return id
}

/** A provider that nobody answers at, and what the owner has linked of it. */
async function addIdentity(
  app: TestApp,
  { accountId }: MadeAccount,
): Promise<{ identityId: string; providerId: string }> {
  const now = app.clock.now()
  const [identityId, providerId] = [newId('idn', now), newId('idp', now)]
  const { db } = app.testStore.store
  const issuer = 'http://127.0.0.1:9'
  await db
    .insertInto('identity_providers')
    .values({
      ...{ id: providerId, slug: 'walked', kind: 'oidc', name: 'Walked', icon: 'key', issuer },
      ...{ client_id: 'c', client_secret: null, client_secret_hint: null, scopes: 'openid', sign_up: 'off' },
      ...{ domains: '[]', trust_email: 0, mapping: '[]', enabled: 0, deleted_at: null },
      ...{ created_at: now, updated_at: now },
    })
    .execute()
  await db
    .insertInto('identities')
    .values({
      ...{ id: identityId, account_id: accountId, provider_id: providerId, issuer, subject: identityId },
      ...{ label: 'walked', created_at: now, last_used_at: null },
    })
    .execute()
  return { identityId, providerId }
}
