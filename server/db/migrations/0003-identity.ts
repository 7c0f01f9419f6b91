import type { Migration } from '../migrate.ts'

/** How a person proves who they are beside the password, and what is written to them. */
export const identity: Migration = {
  name: '0003-identity',
  statements: ({ int, strict }) => [
    // Mail. What a mail says can hold a link that is as good as a password: it is sealed, and forgotten with the sending.
    `create table mails (
      id text primary key,
      account_id text,
      recipient text not null,
      kind text not null,
      sealed text,
      state text not null,
      attempts ${int} not null default 0,
      next_at ${int} not null,
      give_up_at ${int} not null,
      lease text,
      leased_until ${int},
      reason text,
      created_at ${int} not null,
      ended_at ${int}
    )${strict}`,
    `create index mails_open on mails (next_at) where state in ('asked', 'waiting', 'claimed', 'sending')`,
    `create index mails_account on mails (account_id)`,
    // How mail is sent, where the environment does not say so. One row at most; the password is sealed for its host.
    `create table mail_settings (
      id text primary key,
      host text not null,
      port ${int} not null,
      security text not null,
      username text,
      password text,
      password_hint text,
      sender text not null,
      updated_at ${int} not null
    )${strict}`,
    // An account has several addresses, each once, and one of them is where mails go.
    `create unique index emails_own on emails (account_id, address_key)`,
    `create unique index emails_primary on emails (account_id) where is_primary = 1`,
    `create index emails_claimed on emails (address_key) where verified_at is null`,
    // Links in mails: one live for each purpose and thing.
    `create table mail_tokens (
      digest text primary key,
      purpose text not null,
      account_id text not null references accounts (id),
      subject text not null,
      created_at ${int} not null,
      expires_at ${int} not null,
      unique (account_id, purpose, subject)
    )${strict}`,
    // Authenticator. A set-up has no effect before its first code; the live one stays as it is until then.
    `create table totp_setups (
      account_id text primary key references accounts (id),
      id text not null,
      session_id text not null,
      sealed text not null,
      recovery_hashes text not null,
      expires_at ${int} not null
    )${strict}`,
    `create table totp (
      account_id text primary key references accounts (id),
      sealed text not null,
      last_step ${int} not null,
      enabled_at ${int} not null
    )${strict}`,
    `create table recovery_codes (
      id text primary key,
      account_id text not null references accounts (id),
      selector text not null,
      hash text not null,
      created_at ${int} not null,
      used_at ${int},
      unique (account_id, selector)
    )${strict}`,
    // Half signed in: the first factor was right, the second is awaited.
    `create table sign_in_challenges (
      digest text primary key,
      account_id text not null references accounts (id),
      first_factor text not null,
      created_at ${int} not null,
      expires_at ${int} not null,
      tries ${int} not null default 0
    )${strict}`,
    `create index sign_in_challenges_account on sign_in_challenges (account_id)`,
    `create table trusted_devices (
      digest text primary key,
      id text not null unique,
      account_id text not null references accounts (id),
      created_at ${int} not null,
      last_used_at ${int} not null,
      expires_at ${int} not null,
      ip text,
      user_agent text
    )${strict}`,
    `create index trusted_devices_account on trusted_devices (account_id)`,
    // Signed in by a recovery code: such a session cannot by itself add a factor (rule 13).
    `alter table sessions add column by_recovery ${int} not null default 0`,
    // System access tokens
    `create table access_tokens (
      id text primary key,
      account_id text not null references accounts (id),
      name text not null,
      scopes text not null,
      hint text not null,
      created_at ${int} not null,
      regenerated_at ${int},
      expires_at ${int},
      last_used_at ${int},
      revoked_at ${int}
    )${strict}`,
    `create index access_tokens_account on access_tokens (account_id, id)`,
    // Every secret that a token had: an old one is told from one that never was, and refused as what it is.
    `create table access_token_secrets (
      digest text primary key,
      token_id text not null references access_tokens (id) on delete cascade,
      replaced_at ${int}
    )${strict}`,
    `create index access_token_secrets_token on access_token_secrets (token_id)`,
  ],
}
