import { newId } from '../lib/id.ts'
import { type MadeAccount, makeAccount } from './make-account.ts'
import { makeKey } from './make-key.ts'
import { addMember, type MadeOrganization, makeOrganization } from './make-organization.ts'
import { makeSecondFactor } from './make-second-factor.ts'
import { makeToken } from './make-token.ts'
import { makeUsage } from './make-usage.ts'
import type { TestApp } from './test-app.ts'

export type MadeLife = MadeAccount & {
  shared: MadeOrganization
  alone: MadeOrganization
  sharedKeyId: string
}

/**
 * A person who did about everything that can be done here, and of whom every table that holds people has a row: what must be found nowhere
 * once they are gone. The operator wrote about them as well.
 */
export async function makeLife(app: TestApp, operator: MadeAccount, username: string): Promise<MadeLife> {
  const { db } = app.testStore.store
  const now = app.clock.now()
  const person = await makeSecondFactor(app, await makeAccount(app, { username }))
  const { accountId, browser, email } = person
  const shared = await makeOrganization(app)
  await addMember(app, shared, person, 'admin')
  const alone = await makeOrganization(app, person, {
    slug: `${username.toLowerCase().replace('.', '-')}-works`,
    name: `${username} works`,
  })
  const own = await makeKey(app, { owner: person, body: { remark: `of ${username}` } })
  const theirs = await makeKey(app, { owner: person, organization: shared })
  const lonely = await makeKey(app, { owner: person, organization: alone })
  await makeToken(app, { owner: person })
  const call = { accountId, ip: '192.0.2.7' }
  const calls = [
    ...[own, lonely].map((key) => ({ ...call, organizationId: key.organizationId, keyId: key.id })),
    { ...call, organizationId: shared.id, keyId: theirs.id, model: 'm' },
    { ...call, organizationId: shared.id, keyId: theirs.id, at: now - 7_200_000 },
    { accountId: shared.owner.accountId, organizationId: shared.id, keyId: 'key_other' },
  ]
  await makeUsage(app, calls)
  await makeUsage(
    app,
    Array.from({ length: 900 }, () => ({ ...call, organizationId: own.organizationId, keyId: own.id })),
  )
  await browser.post('/me/emails', { email: `second.${username}@example.org` })
  await browser.patch('/me', { nickname: `The ${username}` })
  await browser.patch(`/orgs/${shared.slug}`, { name: 'Renamed' })
  await browser.patch(`/orgs/${person.slug}`, { name: `Home of ${username}` })
  await browser.post('/orgs/nowhere/keys', {})
  await app.browser().post('/auth/password/forgot', { email })
  await app.browser().post('/auth/sign-in', { username, password: 'quite wrong, this one is' })
  await operator.browser.patch(`/admin/accounts/${accountId}`, { emailVerified: true })
  await operator.browser.post(`/admin/organizations/${person.organizationId}/credits`, { amountUsd: '3' })
  await operator.browser.post(`/admin/organizations/${shared.id}/credits`, { amountUsd: '9' })
  await browser.post('/auth/password/forgot', { email })
  const until = now + 86_400_000
  const closed = { lease: null, leased_until: null, reason: null }
  // One that nobody looked up yet: it is to an address, and of no account.
  await db
    .insertInto('mails')
    .values({
      ...{ id: newId('mai', now), account_id: null, recipient: email, kind: 'password_reset', sealed: null },
      ...{ state: 'failed', next_at: now, give_up_at: now, ...closed, created_at: now, ended_at: now },
    })
    .execute()
  // What somebody else did to them, in an organization that stays.
  await db
    .insertInto('audit_events')
    .values({
      ...{ id: newId('aud', now), at: now, account_id: shared.owner.accountId, organization_id: shared.id },
      ...{ act: 'member.changed', target: accountId, outcome: 'ok', security: 0, ip: null, user_agent: null },
      request_id: newId('req', now),
      details: JSON.stringify({ who: { id: accountId, username, email: `to ${email}` }, role: 'admin' }),
    })
    .execute()
  await db
    .insertInto('exports')
    .values({
      ...{ id: `exp_${username}`, account_id: accountId, state: 'ready', ...closed },
      ...{ created_at: now, ended_at: now, expires_at: until },
    })
    .execute()
  await db
    .insertInto('export_parts')
    .values({ export_id: `exp_${username}`, seq: 0, content: username })
    .execute()
  await db
    .insertInto('avatars')
    .values({ account_id: accountId, id: newId('avt', now), png: '', created_at: now })
    .execute()
  await db
    .insertInto('passkeys')
    .values({
      ...{
        id: newId('psk', now),
        account_id: accountId,
        credential_id: username,
        public_key: '',
        counter: 0,
      },
      ...{ transports: '[]', aaguid: '', backup_eligible: 0, synced: 0, rp_id: 'localhost', name: username },
      ...{ created_at: now, last_used_at: null },
    })
    .execute()
  await db
    .insertInto('passkey_challenges')
    .values({
      ...{ digest: `c-${username}`, purpose: 'confirm', account_id: accountId, bound_to: null },
      ...{ created_at: now, expires_at: until },
    })
    .execute()
  const provider = `idp_${newId('ups', now)}`
  await db
    .insertInto('identity_providers')
    .values({
      ...{
        id: provider,
        slug: provider,
        kind: 'oidc',
        name: 'Away',
        icon: '',
        issuer: 'https://away.example',
      },
      ...{ client_id: 'c', client_secret: null, client_secret_hint: null, scopes: '', sign_up: 'off' },
      ...{
        domains: '[]',
        mapping: '[]',
        enabled: 0,
        trust_email: 0,
        deleted_at: null,
        created_at: now,
        updated_at: now,
      },
    })
    .execute()
  await db
    .insertInto('identities')
    .values({
      ...{ id: `idn_${username}`, account_id: accountId, provider_id: provider, label: email },
      ...{ issuer: 'https://away.example', subject: username, created_at: now, last_used_at: null },
    })
    .execute()
  await db
    .insertInto('identity_attempts')
    .values({
      ...{
        digest: `a-${username}`,
        provider_id: provider,
        browser: '',
        purpose: 'link',
        account_id: accountId,
      },
      ...{ session_id: null, sealed: '', created_at: now, expires_at: until },
    })
    .execute()
  await db
    .insertInto('sign_in_notices')
    .values({
      ...{ id: newId('new', now), account_id: accountId, browser: 'browser', ip: '192.0.2.7' },
      ...{ user_agent: null, created_at: now, answered_at: null, answer: null },
    })
    .execute()
  await db
    .insertInto('sign_in_challenges')
    .values({
      digest: `s-${username}`,
      account_id: accountId,
      first_factor: 'password',
      created_at: now,
      expires_at: until,
    })
    .execute()
  await db
    .insertInto('known_browsers')
    .values({ digest: `k-${username}`, account_id: accountId, created_at: now, last_seen_at: now })
    .execute()
  await db
    .insertInto('trusted_devices')
    .values({
      ...{ digest: `t-${username}`, id: newId('tru', now), account_id: accountId, created_at: now },
      ...{ last_used_at: now, expires_at: until, ip: null, user_agent: null },
    })
    .execute()
  await db
    .insertInto('invitations')
    .values(
      [
        { created_by: accountId, accepted_by: null, accepted_at: null, note: '' },
        { created_by: operator.accountId, accepted_by: accountId, accepted_at: now, note: `for ${email}` },
      ].map((row) => {
        const id = newId('inv', now)
        return { ...row, id, digest: id, created_at: now, expires_at: until, revoked_at: null }
      }),
    )
    .execute()
  await db
    .insertInto('open_calls')
    .values(
      [person.organizationId, shared.id].map((organization_id, n) => ({
        ...{ request_id: newId('req', now + n), owner_id: 'own_x', at: now, organization_id },
        ...{ key_id: theirs.id, account_id: accountId, model: 'm', endpoint: 'e' },
      })),
    )
    .execute()
  await db
    .insertInto('prices')
    .values({
      ...{ id: newId('prc', now), model: 'other', provider: null, state: 'free', source: 'operator' },
      ...{ effective_from: now, rates: '{}', ended_at: now, created_by: accountId, created_at: now },
    })
    .execute()
  await db
    .insertInto('idempotency_keys')
    .values({
      id: `i-${username}`,
      request_digest: '',
      status: 201,
      reply: JSON.stringify({ createdBy: accountId }),
      at: now,
    })
    .execute()
  return { ...person, shared, alone, sharedKeyId: theirs.id }
}
