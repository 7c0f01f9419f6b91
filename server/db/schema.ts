import type { Generated } from 'kysely'

/**
 * Row types, column by column as `migrations/` makes them. Yes/no is 0 or 1; times are milliseconds since 1970; columns that end in
 * `_nanos` are BigInt nano-dollars; lists and objects are JSON text.
 */
type Defaulted<T> = Generated<T>

export type AccountRow = {
  id: string
  username: string
  username_key: string
  nickname: string | null
  locale: string | null
  time_zone: string | null
  theme: Defaulted<string>
  /** JSON: the pages that the person hides in the sidebar. */
  hidden_pages: Defaulted<string>
  avatar_id: string | null
  operator: Defaulted<number>
  disabled_at: number | null
  profile_completed_at: number | null
  personal_organization_id: string
  created_at: number
  last_sign_in_at: number | null
  /** 1 where no session begins before a new password. */
  password_due: Defaulted<number>
}
export type EmailRow = {
  id: string
  account_id: string
  address: string
  address_key: string
  is_primary: Defaulted<number>
  verified_at: number | null
  created_at: number
}
export type SessionRow = {
  digest: string
  id: string
  account_id: string
  created_at: number
  last_seen_at: number
  expires_at: number
  confirmed_until: number | null
  /** 1 where a recovery code opened it: it cannot by itself add a factor. */
  by_recovery: Defaulted<number>
  /** The first factor that opened it; null of sessions that began before this was noted. */
  method: Defaulted<string | null>
  /** The digest of the known browser that it began in. */
  browser: Defaulted<string | null>
  ip: string | null
  user_agent: string | null
}
/** The outbox of mails. `sealed` is what to write, as JSON under the master key; null once it was written or given up. */
export type MailRow = {
  id: string
  account_id: string | null
  recipient: string
  kind: string
  sealed: string | null
  state: string
  attempts: Defaulted<number>
  next_at: number
  give_up_at: number
  lease: string | null
  leased_until: number | null
  reason: string | null
  created_at: number
  ended_at: number | null
}
export type MailSettingsRow = {
  id: string
  host: string
  port: number
  security: string
  username: string | null
  password: string | null
  password_hint: string | null
  sender: string
  updated_at: number
}
export type MailTokenRow = {
  digest: string
  purpose: string
  account_id: string
  subject: string
  created_at: number
  expires_at: number
}
export type TotpSetupRow = {
  account_id: string
  id: string
  session_id: string
  sealed: string
  /** JSON: `[{selector, hash}]`. */
  recovery_hashes: string
  expires_at: number
}
export type TotpRow = { account_id: string; sealed: string; last_step: number; enabled_at: number }
export type RecoveryCodeRow = {
  id: string
  account_id: string
  selector: string
  hash: string
  created_at: number
  used_at: number | null
}
export type SignInChallengeRow = {
  digest: string
  account_id: string
  first_factor: string
  created_at: number
  expires_at: number
  tries: Defaulted<number>
}
export type TrustedDeviceRow = {
  digest: string
  id: string
  account_id: string
  created_at: number
  last_used_at: number
  expires_at: number
  ip: string | null
  user_agent: string | null
}
export type AccessTokenRow = {
  id: string
  account_id: string
  name: string
  /** JSON: a list of scopes. */
  scopes: string
  hint: string
  created_at: number
  regenerated_at: number | null
  expires_at: number | null
  last_used_at: number | null
  revoked_at: number | null
}
export type AccessTokenSecretRow = {
  digest: string
  token_id: string
  replaced_at: number | null
}
export type PasskeyRow = {
  id: string
  account_id: string
  /** base64url, as the browser names it. */
  credential_id: string
  /** base64url, COSE. */
  public_key: string
  counter: number
  /** JSON: a list. */
  transports: string
  aaguid: string
  backup_eligible: number
  synced: number
  rp_id: string
  name: string
  created_at: number
  last_used_at: number | null
}
export type PasskeyChallengeRow = {
  digest: string
  purpose: string
  account_id: string | null
  /** The session or half sign-in that it was made for. */
  bound_to: string | null
  created_at: number
  expires_at: number
}
export type IdentityProviderRow = {
  id: string
  slug: string
  kind: string
  name: string
  icon: string
  issuer: string
  client_id: string
  client_secret: string | null
  client_secret_hint: string | null
  scopes: string
  sign_up: string
  /** JSON: a list of mail domains; empty: all. */
  domains: string
  /** 1 where an address that it calls verified counts as proven. */
  trust_email: number
  /** JSON: which claim brings into which organization, in which role. */
  mapping: string
  enabled: number
  /** Gone for everybody; kept because identities still name it. Its slug is its id from then on. */
  deleted_at: number | null
  created_at: number
  updated_at: number
}
export type IdentityRow = {
  id: string
  account_id: string
  provider_id: string
  issuer: string
  subject: string
  label: string
  created_at: number
  last_used_at: number | null
}
export type IdentityAttemptRow = {
  digest: string
  provider_id: string
  browser: string
  purpose: string
  account_id: string | null
  session_id: string | null
  sealed: string
  created_at: number
  expires_at: number
}
export type ExportRow = {
  id: string
  account_id: string
  state: string
  done: Defaulted<number>
  whole: Defaulted<number>
  bytes: Defaulted<number>
  attempts: Defaulted<number>
  reason: string | null
  lease: string | null
  leased_until: number | null
  created_at: number
  ended_at: number | null
  expires_at: number | null
}
export type AccountDeletionRow = {
  account_id: string
  asked_at: number
  due_at: number
  lease: string | null
  leased_until: number | null
}
export type SignInNoticeRow = {
  id: string
  account_id: string
  /** The one in question, as `known_browsers` and `sessions` name it. */
  browser: string
  ip: string | null
  user_agent: string | null
  created_at: number
  answered_at: number | null
  answer: string | null
}
export type InvitationRow = {
  id: string
  digest: string
  note: string
  created_by: string
  created_at: number
  expires_at: number
  accepted_at: number | null
  accepted_by: string | null
  revoked_at: number | null
}
export type OrganizationRow = {
  id: string
  slug: string
  name: string
  personal_of: string | null
  created_by: string
  created_at: number
}
export type MembershipRow = { organization_id: string; account_id: string; role: string; joined_at: number }
export type PolicyRow = {
  organization_id: string
  accept_unpriced_models: Defaulted<number>
  record_ip: Defaulted<string>
  ip_retention_days: Defaulted<number>
  max_key_days: number | null
  updated_at: number
  /** From when on members need a second factor; null: they do not. */
  require_two_factor_from: Defaulted<number | null>
}
export type ApiKeyRow = {
  id: string
  organization_id: string
  account_id: string
  name: string
  /** The name as it is searched. */
  name_search: string
  remark: string
  scopes: string
  models: string | null
  ip_allowlist: string
  hint: string
  expires_at: number | null
  disabled_at: number | null
  revoked_at: number | null
  last_used_at: number | null
  last_used_ip: string | null
  created_at: number
}
export type ApiKeySecretRow = {
  digest: string
  key_id: string
  created_at: number
  expires_at: number | null
}
export type MeterRow = {
  id: string
  kind: string
  scope: string
  subject: string
  period_start: number | null
  period_end: number | null
  cap_nanos: bigint
  spent_nanos: Defaulted<bigint>
  leased_nanos: Defaulted<bigint>
  /** By how much lowered caps forced the meter below what was spent and leased already. */
  forced_nanos: Defaulted<bigint>
  state: Defaulted<string>
}
export type OwnerRow = { id: string; seq: number; expires_at: number; state: string }
export type LeaseRow = {
  id: string
  meter_id: string
  owner_id: string
  granted_nanos: bigint
  used_nanos: Defaulted<bigint>
  state: Defaulted<string>
  at: number
}
export type LedgerRow = {
  id: string
  wallet_id: string
  kind: string
  ref: string
  amount_nanos: bigint
  note: Defaulted<string>
  account_id: string | null
  at: number
}
export type PriceRow = {
  id: string
  model: string
  provider: string | null
  state: string
  source: string
  effective_from: number
  rates: string
  ended_at: number | null
  created_by: string | null
  created_at: number
}
export type UsageRecordRow = {
  request_id: string
  at: number
  organization_id: string
  key_id: string
  account_id: string
  model: string
  endpoint: string
  stream: number
  status: number
  error_code: string | null
  usage_source: string
  cost_nanos: bigint
  hold_nanos: bigint
  over_nanos: bigint
  late: Defaulted<number>
  meters: string
  price_id: string | null
  unpriced: number
  buckets: string
  attempts: string
  latency_ms: number
  first_token_ms: number | null
  input_tokens: number
  output_tokens: number
  ip: string | null
}
export type OpenCallRow = {
  request_id: string
  owner_id: string
  at: number
  organization_id: string
  key_id: string
  account_id: string
  model: string
  endpoint: string
}
export type UsageHourRow = {
  organization_id: string
  hour: number
  key_id: string
  account_id: string
  model: string
  calls: number
  errors: number
  input_tokens: number
  output_tokens: number
  cost_nanos: bigint
  latency_ms: number
}
export type UpstreamRow = {
  id: string
  name: string
  kind: string
  base_url: string | null
  credential: string | null
  credential_hint: string | null
  models: string
  priority: number
  weight: number
  enabled: number
  on_disconnect: string
  stream_options: number
  created_at: number
  updated_at: number
}
export type AuditEventRow = {
  id: string
  at: number
  account_id: string | null
  organization_id: string | null
  act: string
  target: string | null
  outcome: string
  security: number
  ip: string | null
  user_agent: string | null
  request_id: string
  details: string
}

export type DB = {
  accounts: AccountRow
  reserved_usernames: { digest: string; account_id: string | null; at: number }
  emails: EmailRow
  passwords: { account_id: string; hash: string; updated_at: number }
  avatars: { account_id: string; id: string; png: string; created_at: number }
  sessions: SessionRow
  mails: MailRow
  mail_settings: MailSettingsRow
  mail_tokens: MailTokenRow
  totp_setups: TotpSetupRow
  totp: TotpRow
  recovery_codes: RecoveryCodeRow
  sign_in_challenges: SignInChallengeRow
  trusted_devices: TrustedDeviceRow
  access_tokens: AccessTokenRow
  access_token_secrets: AccessTokenSecretRow
  passkeys: PasskeyRow
  passkey_challenges: PasskeyChallengeRow
  identity_providers: IdentityProviderRow
  identities: IdentityRow
  identity_attempts: IdentityAttemptRow
  exports: ExportRow
  export_parts: { export_id: string; seq: number; content: string }
  account_deletions: AccountDeletionRow
  known_browsers: { digest: string; account_id: string; created_at: number; last_seen_at: number }
  sign_in_notices: SignInNoticeRow
  throttles: { bucket: string; window_start: number; used: number }
  setup_links: { id: string; digest: string; at: number }
  invitations: InvitationRow
  organizations: OrganizationRow
  organization_slugs: { slug: string; organization_id: string | null; at: number }
  memberships: MembershipRow
  policies: PolicyRow
  api_keys: ApiKeyRow
  api_key_secrets: ApiKeySecretRow
  meters: MeterRow
  owners: OwnerRow
  leases: LeaseRow
  ledger: LedgerRow
  prices: PriceRow
  usage_records: UsageRecordRow
  usage_hours: UsageHourRow
  open_calls: OpenCallRow
  upstreams: UpstreamRow
  settings: { name: string; value: string; updated_at: number }
  audit_events: AuditEventRow
  idempotency_keys: {
    id: string
    request_digest: string
    status: number | null
    reply: string | null
    at: number
  }
}
