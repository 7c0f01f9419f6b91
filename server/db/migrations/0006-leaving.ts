import type { Migration } from '../migrate.ts'

/** What a person takes with them, and accounts that are going. */
export const leaving: Migration = {
  name: '0006-leaving',
  statements: ({ int, strict }) => [
    `create table exports (
      id text primary key,
      account_id text not null references accounts (id),
      state text not null,
      done ${int} not null default 0,
      whole ${int} not null default 0,
      bytes ${int} not null default 0,
      attempts ${int} not null default 0,
      reason text,
      lease text,
      leased_until ${int},
      created_at ${int} not null,
      ended_at ${int},
      expires_at ${int}
    )${strict}`,
    `create index exports_account on exports (account_id, id)`,
    // One at a time.
    `create unique index exports_one on exports (account_id) where state in ('asked', 'running')`,
    `create index exports_open on exports (created_at) where state in ('asked', 'running')`,
    `create table export_parts (
      export_id text not null references exports (id) on delete cascade,
      seq ${int} not null,
      content text not null,
      primary key (export_id, seq)
    )${strict}`,
    // Accounts that are going: dead already, and erased when their time to think again is over.
    `create table account_deletions (
      account_id text primary key references accounts (id),
      asked_at ${int} not null,
      due_at ${int} not null,
      lease text,
      leased_until ${int}
    )${strict}`,
    `create index account_deletions_due on account_deletions (due_at)`,
  ],
}
