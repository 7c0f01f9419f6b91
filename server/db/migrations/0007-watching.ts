import type { Migration } from '../migrate.ts'

/** What watches over an account: browsers that it knows, what is asked of its person. */
export const watching: Migration = {
  name: '0007-watching',
  statements: ({ int, strict }) => [
    // The operator, or the person after a sign-in that was not theirs: no session before a new password.
    `alter table accounts add column password_due ${int} not null default 0`,
    // Browsers that signed in as somebody before, each by a cookie of its own.
    `create table known_browsers (
      digest text primary key,
      account_id text not null references accounts (id),
      created_at ${int} not null,
      last_seen_at ${int} not null
    )${strict}`,
    `create index known_browsers_account on known_browsers (account_id)`,
    // The known browser that a session began in; null of sessions that began before this was noted.
    `alter table sessions add column browser text`,
    // A sign-in from a browser that was not known: told by mail, and on the pages until the person answers.
    `create table sign_in_notices (
      id text primary key,
      account_id text not null references accounts (id),
      browser text not null,
      ip text,
      user_agent text,
      created_at ${int} not null,
      answered_at ${int},
      answer text
    )${strict}`,
    `create index sign_in_notices_account on sign_in_notices (account_id, id)`,
    `alter table policies add column require_two_factor_from ${int}`,
  ],
}
