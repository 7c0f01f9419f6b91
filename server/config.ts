import { z } from 'zod'
import { registrationModes } from '../contract/auth.ts'
import { isSmtpUrl, readSender } from './lib/smtp-url.ts'

/** One setting of the process. The configuration page of the guide is printed from this table. */
type Setting<T extends z.ZodType = z.ZodType> = { variable: string; doc: string; fallback: string; schema: T }

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
)
const optional = z
  .string()
  .optional()
  .transform((text) => text || null)
const flag = z
  .enum(['true', 'false'])
  .optional()
  .transform((text) => (text === undefined ? null : text === 'true'))

function setting<T extends z.ZodType>(
  variable: string,
  fallback: string,
  doc: string,
  schema: T,
): Setting<T> {
  return { variable, fallback, doc, schema }
}

export const configTable = {
  host: setting('HOST', '127.0.0.1', 'Address to listen on.', z.string().default('127.0.0.1')),
  port: setting(
    'PORT',
    '3000',
    'Port to listen on.',
    z.coerce.number().int().min(0).max(65_535).default(3000),
  ),
  publicUrl: setting(
    'PORTICO_PUBLIC_URL',
    'http://localhost:<PORT>',
    'Address under which people open Portico: the fixed base of links and the only accepted origin. Never taken from a header.',
    z.url({ protocol: /^https?$/ }).optional(),
  ),
  dataDir: setting(
    'PORTICO_DATA_DIR',
    './data',
    'Folder of the SQLite file and of the master key.',
    z.string().min(1).default('./data'),
  ),
  secretKey: setting(
    'PORTICO_SECRET_KEY',
    'made into the data folder',
    'Master key for secrets that are kept encrypted; a list separated by commas, of which the first encrypts and all decrypt. Required with `DATABASE_URL`.',
    optional,
  ),
  databaseUrl: setting('DATABASE_URL', 'none', 'PostgreSQL instead of SQLite.', optional),
  adminUsername: setting(
    'PORTICO_ADMIN_USERNAME',
    'none',
    'Makes the first operator at first start, with the next two.',
    optional,
  ),
  adminEmail: setting('PORTICO_ADMIN_EMAIL', 'none', 'Address of that operator.', optional),
  adminPassword: setting('PORTICO_ADMIN_PASSWORD', 'none', 'Password of that operator.', optional),
  registration: setting(
    'PORTICO_REGISTRATION',
    'invite',
    'Who may sign up: `open`, `invite` or `closed`. Wins over the console.',
    z.enum(registrationModes).optional(),
  ),
  passwordSignIn: setting(
    'PORTICO_PASSWORD_SIGN_IN',
    'true',
    'Whether passwords sign in. Wins over the console: `true` lets an operator back in who has switched them off and lost every other way.',
    flag,
  ),
  startingCreditUsd: setting(
    'PORTICO_STARTING_CREDIT_USD',
    '1.00, or 0 when registration is open',
    'Credit of a new personal organization. Wins over the console.',
    z
      .string()
      .regex(/^\d{1,9}(\.\d{1,9})?$/, 'must be US dollars such as 1.00')
      .optional(),
  ),
  sandbox: setting(
    'PORTICO_SANDBOX',
    'true until a real upstream exists',
    'The built-in sandbox upstream. Wins over the console.',
    flag,
  ),
  trustedProxies: setting(
    'PORTICO_TRUSTED_PROXIES',
    'none',
    'CIDRs whose `X-Forwarded-For` is believed.',
    list.default([]),
  ),
  allowPrivateNetworks: setting(
    'PORTICO_ALLOW_PRIVATE_NETWORKS',
    'none',
    'CIDRs of private networks that upstream addresses may reach.',
    list.default([]),
  ),
  smtpUrl: setting(
    'PORTICO_SMTP_URL',
    'none',
    'How mail is sent: `smtps://user:password@host:465` (TLS from the first byte), `smtp://user:password@host:587` (STARTTLS), or with `?security=none` for a server on this machine that has neither. Wins over the console.',
    z.string().refine(isSmtpUrl, 'must be like smtps://user:password@host:465').optional(),
  ),
  mailFrom: setting(
    'PORTICO_MAIL_FROM',
    '`portico@` the host of the public URL',
    'Sender of the mails, `Portico <portico@example.com>` or the address alone, with `PORTICO_SMTP_URL`.',
    z
      .string()
      .refine((text) => readSender(text) !== null, 'must be an address, with or without a name')
      .optional(),
  ),
  passwordLeaksUrl: setting(
    'PORTICO_PASSWORD_LEAKS_URL',
    '`https://api.pwnedpasswords.com/range/`',
    'The list of leaked passwords that is asked where the operator has switched that on: the first five digits of the SHA-1 are appended. A mirror of your own speaks the same protocol.',
    z.url({ protocol: /^https?$/ }).default('https://api.pwnedpasswords.com/range/'),
  ),
  metricsToken: setting(
    'PORTICO_METRICS_TOKEN',
    'none',
    'Bearer token for `/metrics` from elsewhere; without it the page answers to this machine only.',
    optional,
  ),
  logLevel: setting(
    'PORTICO_LOG_LEVEL',
    'info',
    'How much is logged: `debug`, `info`, `warn`, `error` or `silent`.',
    z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  ),
} as const

type Table = typeof configTable
type Read = { [K in keyof Table]: z.output<Table[K]['schema']> }

/** What the process was started with, checked. */
export type Config = Omit<Read, 'publicUrl'> & {
  /** Without a slash at its end. */
  publicUrl: string
}

/**
 * Reads the environment.
 *
 * @throws one Error that names every variable that is wrong and what it should be.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const values: Record<string, unknown> = {}
  const problems: string[] = []
  for (const [name, { variable, schema }] of Object.entries(configTable)) {
    const text = environment[variable]
    const result = schema.safeParse(text === '' ? undefined : text)
    if (result.success) values[name] = result.data
    else problems.push(`${variable}: ${result.error.issues.map((issue) => issue.message).join('; ')}`)
  }
  const read = values as Read
  if (problems.length === 0 && read.databaseUrl !== null && read.secretKey === null) {
    problems.push(
      'PORTICO_SECRET_KEY: is required with DATABASE_URL, so that every node can read what another encrypted',
    )
  }
  if (problems.length > 0) throw new Error(`The configuration is not usable:\n  ${problems.join('\n  ')}`)
  const publicUrl = (read.publicUrl ?? `http://localhost:${read.port}`).replace(/\/+$/, '')
  return { ...read, publicUrl }
}
