import type { Migration } from '../migrate.ts'

/** GitHub and OpenID Connect: who an operator trusts, whom they stand for, and sign-ins under way. */
export const identities: Migration = {
  name: '0005-identities',
  statements: ({ int, strict }) => [
    `create table identity_providers (
      id text primary key,
      slug text not null unique,
      kind text not null,
      name text not null,
      icon text not null,
      issuer text not null,
      client_id text not null,
      client_secret text,
      client_secret_hint text,
      scopes text not null,
      sign_up text not null,
      domains text not null,
      trust_email ${int} not null,
      mapping text not null,
      enabled ${int} not null,
      deleted_at ${int},
      created_at ${int} not null,
      updated_at ${int} not null
    )${strict}`,
    // An identity is (issuer, subject), and one person's.
    `create table identities (
      id text primary key,
      account_id text not null references accounts (id),
      provider_id text not null references identity_providers (id),
      issuer text not null,
      subject text not null,
      label text not null,
      created_at ${int} not null,
      last_used_at ${int},
      unique (issuer, subject)
    )${strict}`,
    `create index identities_account on identities (account_id, id)`,
    `create index identities_provider on identities (provider_id)`,
    // An attempt: one browser, one provider, once.
    `create table identity_attempts (
      digest text primary key,
      provider_id text not null references identity_providers (id),
      browser text not null,
      purpose text not null,
      account_id text references accounts (id),
      session_id text,
      sealed text not null,
      created_at ${int} not null,
      expires_at ${int} not null
    )${strict}`,
    `create index identity_attempts_account on identity_attempts (account_id)`,
    `create index identity_attempts_provider on identity_attempts (provider_id)`,
  ],
}
