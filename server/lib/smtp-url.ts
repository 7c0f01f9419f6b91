/** How a mail server is spoken to: TLS from the first byte, TLS after STARTTLS, or none at all. */
export const smtpSecurities = ['tls', 'starttls', 'none'] as const
export type SmtpSecurity = (typeof smtpSecurities)[number]

export type SmtpServer = {
  host: string
  port: number
  security: SmtpSecurity
  username: string | null
  password: string | null
}

/** Reads `smtps://user:password@host:port`; null where it is none. STARTTLS is a must with `smtp://`, unless `?security=none`. */
export function readSmtpUrl(text: string): SmtpServer | null {
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || !/^smtps?:$/.test(url.protocol) || url.hostname === '') return null
  if (!/^\/?$/.test(url.pathname) || url.hash !== '') return null
  const asked = url.searchParams.get('security')
  if ([...url.searchParams.keys()].some((key) => key !== 'security') || (asked !== null && asked !== 'none'))
    return null
  const tls = url.protocol === 'smtps:'
  if (tls && asked !== null) return null
  try {
    return {
      host: url.hostname.replace(/^\[(.+)\]$/, '$1'),
      port: url.port === '' ? (tls ? 465 : 587) : Number(url.port),
      security: tls ? 'tls' : asked === 'none' ? 'none' : 'starttls',
      username: url.username === '' ? null : decodeURIComponent(url.username),
      password: url.password === '' ? null : decodeURIComponent(url.password),
    }
  } catch {
    return null
  }
}
export const isSmtpUrl = (text: string): boolean => readSmtpUrl(text) !== null

export type Mailbox = { name: string; address: string }

/** Reads `Name <a@b>` or `a@b` as one line (rule 39); null where it is none. */
export function readSender(text: string): Mailbox | null {
  if (text.length > 320 || /\p{Cc}/u.test(text)) return null
  const [, named, bracketed, bare] = /^(?:([^<>"]*)<([^<>]+)>|([^<>]+))$/.exec(text.trim()) ?? []
  const address = (bracketed ?? bare ?? '').trim()
  if (!/^[^\s@"(),:;<>[\\\]]{1,64}@[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/.test(address)) return null
  return { name: (named ?? '').trim(), address }
}
