/**
 * Outgoing connections (rule 38): a URL that a person or operator gave is resolved once, every address is judged, and
 * exactly the judged address is connected to. Used when saving (`checkUrl`) and at each connection (`guardedConnector`).
 */
import { lookup as dnsLookup, type LookupAddress } from 'node:dns'
import { isIP, type LookupFunction, type Socket } from 'node:net'
import { buildConnector } from 'undici'
import { type AllowList, addressProblem, allowList } from './addresses.ts'

export type Outgoing = {
  /** Judges a URL before it is saved; resolves its host. Never throws. */
  checkUrl(url: string): Promise<UrlCheck>
  /** For undici's `connect` option: connects to permitted addresses only, judged at the moment of connecting. */
  connector(options?: { connectTimeoutMilliseconds?: number }): buildConnector.connector
}

export type UrlCheck = { ok: true; url: URL } | { ok: false; code: UrlProblem; message: string }

export type UrlProblem =
  | 'invalid_url'
  | 'url_not_http'
  | 'url_has_credentials'
  | 'url_unresolved'
  | 'url_not_allowed'

/** Why a connection was not made; `code` is `ERR_ADDRESS_NOT_ALLOWED`. */
export type AddressNotAllowed = Error & { code: 'ERR_ADDRESS_NOT_ALLOWED' }

export function isAddressNotAllowed(error: unknown): error is AddressNotAllowed {
  return error instanceof Error && (error as { code?: unknown }).code === 'ERR_ADDRESS_NOT_ALLOWED'
}

/** All addresses of a host, in the resolver's order; `node:dns` unless a test brings its own. */
export type Resolve = (host: string, done: (error: Error | null, addresses: LookupAddress[]) => void) => void

/**
 * @param options.allowPrivateNetworks CIDRs of the operator (`PORTICO_ALLOW_PRIVATE_NETWORKS`) that may be reached
 *   although they are not public. Throws a `TypeError` for one that is not a CIDR.
 */
export function createOutgoing(options: { allowPrivateNetworks: string[]; resolve?: Resolve }): Outgoing {
  const allowed = allowList(options.allowPrivateNetworks)
  const resolve = options.resolve ?? resolveByDns
  return {
    checkUrl: (url) => checkUrl(url, allowed, resolve),
    connector: (about = {}) => guardedConnector(allowed, resolve, about.connectTimeoutMilliseconds ?? 10_000),
  }
}

function resolveByDns(host: string, done: Parameters<Resolve>[1]): void {
  dnsLookup(host, { all: true, order: 'verbatim' }, done)
}

async function checkUrl(text: string, allowed: AllowList, resolve: Resolve): Promise<UrlCheck> {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null) {
    return refuse('invalid_url', 'Give a whole address, such as https://host/v1.')
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return refuse('url_not_http', 'Only http:// and https:// addresses can be used.')
  }
  if (url.username !== '' || url.password !== '') {
    return refuse(
      'url_has_credentials',
      'Leave user name and password out of the address; there is a field for the secret.',
    )
  }
  const host = bareHost(url.hostname)
  // the parser turns 0x7f.1, 017700000001, 2130706433 and full-width digits into dotted form: nobody writes those in earnest
  if (isIP(host) === 4 && !text.toLowerCase().includes(`//${host}`)) {
    return refuse('url_not_allowed', `Write the address in its usual form, ${host}.`)
  }
  if (isIP(host) !== 0) {
    const problem = addressProblem(host, allowed)
    return problem === null ? { ok: true, url } : refuse('url_not_allowed', notAllowed(host, problem))
  }
  const addresses = await new Promise<LookupAddress[]>((done) => {
    resolve(host, (error, found) => done(error === null ? found : []))
  })
  if (addresses.length === 0) {
    return refuse(
      'url_unresolved',
      `The host ${host} cannot be found. Check its spelling and the DNS of this server.`,
    )
  }
  const problems = addresses.map(({ address }) => addressProblem(address, allowed))
  const problem = problems.includes(null) ? null : problems[0]
  return problem == null ? { ok: true, url } : refuse('url_not_allowed', notAllowed(host, problem))
}

function refuse(code: UrlProblem, message: string): UrlCheck {
  return { ok: false, code, message }
}

function notAllowed(host: string, problem: string): string {
  return `${host} is ${problem}. Only public addresses can be used, unless the operator lists the network in PORTICO_ALLOW_PRIVATE_NETWORKS.`
}

function guardedConnector(
  allowed: AllowList,
  resolve: Resolve,
  timeoutMilliseconds: number,
): buildConnector.connector {
  const lookup: LookupFunction = (host, { all }, done) => {
    resolve(host, (error, found) => {
      if (error !== null) return done(error, '', 0)
      const permitted = found.filter(({ address }) => addressProblem(address, allowed) === null)
      const first = permitted[0]
      if (first === undefined) {
        const problem = found[0] && addressProblem(found[0].address, allowed)
        return done(addressNotAllowed(host, problem ?? 'without an address'), '', 0)
      }
      if (all) done(null, permitted)
      else done(null, first.address, first.family)
    })
  }
  const connect = buildConnector({ lookup, timeout: timeoutMilliseconds, allowH2: false })
  return (options, callback) => {
    const host = bareHost(options.hostname)
    // sockets skip the lookup for literal addresses
    const problem = isIP(host) === 0 ? null : addressProblem(host, allowed)
    if (problem !== null) {
      queueMicrotask(() => callback(addressNotAllowed(host, problem), null))
      return
    }
    connect(options, (...outcome) => {
      const [error, socket] = outcome
      const reached = error === null ? peerProblem(socket, allowed) : null
      if (reached === null) return callback(...outcome)
      socket?.destroy()
      callback(addressNotAllowed(host, reached), null)
    })
  }
}

/** The last word is the connection's own: whatever led there, nothing is sent to a forbidden peer. */
function peerProblem(socket: Socket | null, allowed: AllowList): string | null {
  const peer = socket?.remoteAddress
  return peer === undefined ? 'gone already' : addressProblem(peer, allowed)
}

function bareHost(hostname: string): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname
}

function addressNotAllowed(host: string, problem: string): AddressNotAllowed {
  return Object.assign(new Error(notAllowed(host, problem)), { code: 'ERR_ADDRESS_NOT_ALLOWED' as const })
}
