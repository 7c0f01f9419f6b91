import type { Migration } from '../migrate.ts'

/** Passkeys, and how each session began. */
export const passkeys: Migration = {
  name: '0004-passkeys',
  statements: ({ int, strict }) => [
    // The factor that opened it: `password`, `passkey`, `identity`, `sign_up`; null of sessions that began before this was noted.
    `alter table sessions add column method text`,
    // An id is unique in the system: nobody registers a credential that another account signs in with.
    `create table passkeys (
      id text primary key,
      account_id text not null references accounts (id),
      credential_id text not null unique,
      public_key text not null,
      counter ${int} not null,
      transports text not null,
      aaguid text not null,
      backup_eligible ${int} not null,
      synced ${int} not null,
      rp_id text not null,
      name text not null,
      created_at ${int} not null,
      last_used_at ${int}
    )${strict}`,
    `create index passkeys_account on passkeys (account_id, id)`,
    // What a browser is to sign: used once, for one purpose, by whom it was made for.
    `create table passkey_challenges (
      digest text primary key,
      purpose text not null,
      account_id text references accounts (id),
      bound_to text,
      created_at ${int} not null,
      expires_at ${int} not null
    )${strict}`,
    `create index passkey_challenges_account on passkey_challenges (account_id)`,
  ],
}
