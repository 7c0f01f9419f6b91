import type { Migration } from '../migrate.ts'

/** What people set about their own console: pages that they hide, and a picture of themselves. */
export const consoleSettings: Migration = {
  name: '0002-console',
  statements: ({ int, strict }) => [
    `alter table accounts add column hidden_pages text not null default '[]'`,
    'alter table accounts add column avatar_id text',
    // One picture a person, as we encoded it ourselves: a PNG in base64. A new picture has a new id.
    `create table avatars (
      account_id text primary key references accounts (id),
      id text not null unique,
      png text not null,
      created_at ${int} not null
    )${strict}`,
  ],
}
