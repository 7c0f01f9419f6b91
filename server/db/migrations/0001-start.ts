import type { Migration } from '../migrate.ts'

/** The first schema. Times are milliseconds since 1970, yes/no is 0 or 1, money is integer nano-dollars in 64 bits. */
export const start: Migration = {
  name: '0001-start',
  statements: ({ int, strict }) => [
    // People
    `create table accounts (
      id text primary key,
      username text not null,
      username_key text not null unique,
      nickname text,
      locale text,
      time_zone text,
      theme text not null default 'system',
      hidden_pages text not null default '[]',
      avatar_id text,
      operator ${int} not null default 0,
      disabled_at ${int},
      profile_completed_at ${int},
      personal_organization_id text not null,
      created_at ${int} not null,
      last_sign_in_at ${int}
    )${strict}`,
    // Every username that was ever given out, as a digest: never given to others, even after its account is gone, when it is nobody's.
    `create table reserved_usernames (digest text primary key, account_id text, at ${int} not null)${strict}`,
    `create table emails (
      id text primary key,
      account_id text not null references accounts (id),
      address text not null,
      address_key text not null,
      is_primary ${int} not null default 0,
      verified_at ${int},
      created_at ${int} not null
    )${strict}`,
    // An address becomes unique when it is proven, not when it is typed.
    `create unique index emails_proven on emails (address_key) where verified_at is not null`,
    `create index emails_account on emails (account_id)`,
    `create table passwords (account_id text primary key references accounts (id), hash text not null, updated_at ${int} not null)${strict}`,
    // One picture a person, as we encoded it ourselves: a PNG in base64. A new picture has a new id.
    `create table avatars (
      account_id text primary key references accounts (id),
      id text not null unique,
      png text not null,
      created_at ${int} not null
    )${strict}`,
    `create table sessions (
      digest text primary key,
      id text not null unique,
      account_id text not null references accounts (id),
      created_at ${int} not null,
      last_seen_at ${int} not null,
      expires_at ${int} not null,
      confirmed_until ${int},
      ip text,
      user_agent text
    )${strict}`,
    `create index sessions_account on sessions (account_id)`,
    `create table throttles (bucket text primary key, window_start ${int} not null, used ${int} not null)${strict}`,
    `create table setup_links (id text primary key, digest text not null, at ${int} not null)${strict}`,
    `create table invitations (
      id text primary key,
      digest text not null unique,
      note text not null,
      created_by text not null,
      created_at ${int} not null,
      expires_at ${int} not null,
      accepted_at ${int},
      accepted_by text,
      revoked_at ${int}
    )${strict}`,
    // Organizations
    `create table organizations (
      id text primary key,
      slug text not null unique,
      name text not null,
      personal_of text unique references accounts (id),
      created_by text not null,
      created_at ${int} not null
    )${strict}`,
    `create table organization_slugs (slug text primary key, organization_id text, at ${int} not null)${strict}`,
    `create table memberships (
      organization_id text not null references organizations (id),
      account_id text not null references accounts (id),
      role text not null,
      joined_at ${int} not null,
      primary key (organization_id, account_id)
    )${strict}`,
    `create index memberships_account on memberships (account_id)`,
    `create table policies (
      organization_id text primary key references organizations (id),
      accept_unpriced_models ${int} not null default 0,
      record_ip text not null default 'off',
      ip_retention_days ${int} not null default 90,
      max_key_days ${int},
      updated_at ${int} not null
    )${strict}`,
    // API keys
    `create table api_keys (
      id text primary key,
      organization_id text not null references organizations (id),
      account_id text not null,
      name text not null,
      name_search text not null,
      remark text not null,
      scopes text not null,
      models text,
      ip_allowlist text not null,
      hint text not null,
      expires_at ${int},
      disabled_at ${int},
      revoked_at ${int},
      last_used_at ${int},
      last_used_ip text,
      created_at ${int} not null
    )${strict}`,
    `create index api_keys_organization on api_keys (organization_id, id)`,
    `create index api_keys_account on api_keys (account_id, id)`,
    `create table api_key_secrets (
      digest text primary key,
      key_id text not null references api_keys (id),
      created_at ${int} not null,
      expires_at ${int}
    )${strict}`,
    `create index api_key_secrets_key on api_key_secrets (key_id)`,
    // Money (money.md)
    `create table meters (
      id text primary key,
      kind text not null,
      scope text not null,
      subject text not null,
      period_start ${int},
      period_end ${int},
      cap_nanos ${int} not null,
      spent_nanos ${int} not null default 0,
      leased_nanos ${int} not null default 0 check (leased_nanos >= 0),
      forced_nanos ${int} not null default 0,
      state text not null default 'open'
    )${strict}`,
    `create index meters_subject on meters (subject)`,
    `create table owners (
      id text primary key,
      seq ${int} not null,
      expires_at ${int} not null,
      state text not null
    )${strict}`,
    `create table leases (
      id text primary key,
      meter_id text not null references meters (id),
      owner_id text not null references owners (id),
      granted_nanos ${int} not null check (granted_nanos >= 0),
      used_nanos ${int} not null default 0 check (used_nanos >= 0 and used_nanos <= granted_nanos),
      state text not null default 'active',
      at ${int} not null
    )${strict}`,
    `create index leases_active_meter on leases (meter_id) where state = 'active'`,
    `create index leases_active_owner on leases (owner_id) where state = 'active'`,
    `create table ledger (
      id text primary key,
      wallet_id text not null references meters (id),
      kind text not null,
      ref text not null,
      amount_nanos ${int} not null,
      note text not null default '',
      account_id text,
      at ${int} not null,
      unique (kind, ref)
    )${strict}`,
    `create index ledger_wallet on ledger (wallet_id, id)`,
    `create table prices (
      id text primary key,
      model text not null,
      provider text,
      state text not null,
      source text not null,
      effective_from ${int} not null,
      rates text not null,
      ended_at ${int},
      created_by text,
      created_at ${int} not null
    )${strict}`,
    `create index prices_model on prices (model, effective_from)`,
    // Usage: a record is itself the debit. Its id sorts by time, so pages and time ranges need no other column.
    // The key is the order in which an organization's calls are listed: another index would cost every call.
    `create table usage_records (
      request_id text not null,
      at ${int} not null,
      organization_id text not null,
      key_id text not null,
      account_id text not null,
      model text not null,
      endpoint text not null,
      stream ${int} not null,
      status ${int} not null,
      error_code text,
      usage_source text not null,
      cost_nanos ${int} not null,
      hold_nanos ${int} not null,
      over_nanos ${int} not null,
      late ${int} not null default 0,
      meters text not null,
      price_id text,
      unpriced ${int} not null,
      buckets text not null,
      attempts text not null,
      latency_ms ${int} not null,
      first_token_ms ${int},
      input_tokens ${int} not null,
      output_tokens ${int} not null,
      ip text,
      primary key (organization_id, request_id)
    )${strict}`,
    `create index usage_errors on usage_records (organization_id, request_id) where error_code is not null`,
    `create index usage_ips on usage_records (organization_id, request_id) where ip is not null`,
    `create table usage_hours (
      organization_id text not null,
      hour ${int} not null,
      key_id text not null,
      account_id text not null,
      model text not null,
      calls ${int} not null,
      errors ${int} not null,
      input_tokens ${int} not null,
      output_tokens ${int} not null,
      cost_nanos ${int} not null,
      latency_ms ${int} not null,
      primary key (organization_id, hour, key_id, account_id, model)
    )${strict}`,
    // Streams under way: what a killed process leaves behind becomes an interrupted record.
    `create table open_calls (
      request_id text primary key,
      owner_id text not null,
      at ${int} not null,
      organization_id text not null,
      key_id text not null,
      account_id text not null,
      model text not null,
      endpoint text not null
    )${strict}`,
    `create index open_calls_owner on open_calls (owner_id)`,
    // The operator
    `create table upstreams (
      id text primary key,
      name text not null,
      kind text not null,
      base_url text,
      credential text,
      credential_hint text,
      models text not null,
      priority ${int} not null,
      weight ${int} not null,
      enabled ${int} not null,
      on_disconnect text not null,
      stream_options ${int} not null,
      created_at ${int} not null,
      updated_at ${int} not null
    )${strict}`,
    `create table settings (name text primary key, value text not null, updated_at ${int} not null)${strict}`,
    // What happened
    `create table audit_events (
      id text primary key,
      at ${int} not null,
      account_id text,
      organization_id text,
      act text not null,
      target text,
      outcome text not null,
      security ${int} not null,
      ip text,
      user_agent text,
      request_id text not null,
      details text not null
    )${strict}`,
    `create index audit_organization on audit_events (organization_id, id)`,
    `create index audit_account on audit_events (account_id, id) where security = 1`,
    `create table idempotency_keys (
      id text primary key,
      request_digest text not null,
      status ${int},
      reply text,
      at ${int} not null
    )${strict}`,
  ],
}
