import { readFileSync } from 'node:fs'
import {
  createIssuers,
  createLeakCheck,
  createPasswordHasher,
  findSession,
  findTokenHolder,
  type HasherOptions,
  type Issuers,
  type LeakCheck,
  lacksRequired,
  lockoutOf,
  mountAccessTokens,
  mountAccounts,
  mountIdentities,
  type PasswordHasher,
  prepareReset,
  sessionLengths,
  sweepAttempts,
  sweepFactors,
  sweepPasskeyChallenges,
  sweepSessions,
  sweepTokens,
  sweepWatching,
  warnOfStranded,
} from './areas/accounts/index.ts'
import { createLeaver, type Leaver, mountEntry, sweepLeaving } from './areas/entry/index.ts'
import {
  createGateway,
  createUpstreamRegistry,
  type Gateway,
  type GatewayOptions,
  mountGateway,
  mountPlayground,
  type UpstreamRegistry,
} from './areas/gateway/index.ts'
import { createKeyVerifier, type KeyVerifier, keyGate, mountKeys } from './areas/keys/index.ts'
import { createMailer, type Mailer, sweepMails } from './areas/mail/index.ts'
import {
  createPriceBook,
  createTeller,
  mountMoney,
  mountPriceCheck,
  type PriceBook,
  sweepLeases,
  type Teller,
} from './areas/money/index.ts'
import { mountOperator } from './areas/operator/index.ts'
import { eraseExpiredIps, findMember, mountOrganizations } from './areas/organizations/index.ts'
import { createSettings, type SettingsStore } from './areas/settings/index.ts'
import { mountUsage } from './areas/usage/index.ts'
import type { Deps } from './deps.ts'
import { moneyFigures } from './figures.ts'
import type { Gate } from './http/access.ts'
import type { App } from './http/app.ts'
import { parseNetworks } from './http/client-address.ts'
import { mountConsole } from './http/console.ts'
import { mountDocs } from './http/docs/index.ts'
import { sweepIdempotencyKeys } from './http/idempotency.ts'
import { sweepThrottles } from './http/limits.ts'
import { mountMetrics } from './http/metrics.ts'
import { createOutgoing, type Outgoing } from './http/outgoing.ts'
import { createServer } from './http/server.ts'
import { mountSystem } from './http/system.ts'
import { startSweeper, watchSweeps } from './sweeper.ts'

/** What areas keep in memory, made once. */
export type Services = {
  settings: SettingsStore
  passwords: PasswordHasher
  leaks: LeakCheck
  keys: KeyVerifier
  book: PriceBook
  upstreams: UpstreamRegistry
  outgoing: Outgoing
  issuers: Issuers
  teller: Teller
  gateway: Gateway
  mailer: Mailer
  leaver: Leaver
}

export type Portico = App & {
  readonly services: Services
  /** Starts what runs beside requests: heartbeats, sweepers. */
  start(): Promise<void>
  /** Drains calls and writes, then closes everything but the store. */
  stop(): Promise<void>
}

export type AppOptions = { gateway?: GatewayOptions; passwords?: HasherOptions }

/** Of this program, as its package names it. */
function version(): string {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}

/** Mounts the areas on one server. What `main.ts` runs and what tests call. */
export async function createApp(deps: Deps, options: AppOptions = {}): Promise<Portico> {
  const trustedProxies = parseNetworks(deps.config.trustedProxies)
  const { fastify, lanes } = await createServer(deps, trustedProxies)
  const settings = createSettings(deps)
  const book = createPriceBook(deps)
  const upstreams = createUpstreamRegistry(deps, { settings, book })
  const teller = createTeller(deps)
  const gateway = createGateway(deps, { settings, teller, book, registry: upstreams }, options.gateway)
  const outgoing = createOutgoing({ allowPrivateNetworks: deps.config.allowPrivateNetworks })
  const services: Services = {
    settings,
    passwords: createPasswordHasher({ ...options.passwords, lockout: () => lockoutOf(settings) }),
    leaks: createLeakCheck(deps, outgoing),
    keys: createKeyVerifier(deps),
    book,
    upstreams,
    outgoing,
    issuers: createIssuers(outgoing, deps.clock),
    teller,
    gateway,
    mailer: createMailer(deps, { password_reset: prepareReset }),
    leaver: createLeaver(deps),
  }
  const about = { version: version(), startedAt: deps.clock.now() }
  const gate: Gate = {
    session: async (ctx) => findSession(ctx, await sessionLengths(settings)),
    token: findTokenHolder,
    lacksRequiredFactor: async (session) =>
      lacksRequired((await settings.current()).requireTwoFactor, session),
    member: findMember,
    key: keyGate(services.keys),
  }
  const app: App = { fastify, lanes, deps, gate, trustedProxies, mounted: [] }

  const sweeps = watchSweeps(
    [
      { name: 'sessions', run: () => sweepSessions(deps, settings) },
      { name: 'second factors', run: () => sweepFactors(deps) },
      { name: 'known browsers', run: () => sweepWatching(deps) },
      { name: 'sign-ins by providers', run: () => sweepAttempts(deps) },
      { name: 'passkey challenges', run: () => sweepPasskeyChallenges(deps) },
      { name: 'access tokens', run: () => sweepTokens(deps) },
      { name: 'mails', run: () => sweepMails(deps) },
      { name: 'throttles', run: () => sweepThrottles(deps) },
      { name: 'idempotency keys', run: () => sweepIdempotencyKeys(deps) },
      { name: 'client addresses', run: () => eraseExpiredIps(deps) },
      { name: 'leases', run: () => sweepLeases(deps) },
      { name: 'deleted accounts', run: () => sweepLeaving(deps) },
    ],
    deps.clock,
  )

  // Open to everybody, or with a credential of their own
  mountSystem(app)
  mountMetrics(app, () => moneyFigures(teller))
  mountDocs(app)
  await mountConsole(app)
  mountGateway(app, services, gateway.parts)

  // Programs with an API key have routes of their own; the rest is for people
  mountEntry(app, services)
  mountAccounts(app, services)
  mountIdentities(app, services)
  mountAccessTokens(app)
  mountOrganizations(app, services)
  mountOperator(app, { ...services, ...about, health: gateway.health, sweeps: sweeps.told })
  mountKeys(app)
  mountUsage(app)
  mountMoney(app)
  mountPlayground(app, gateway.parts)
  mountPriceCheck(app, {
    settings,
    book,
    async providerOf(model) {
      await upstreams.ready()
      return upstreams.providerOf(model)
    },
  })

  let stopSweeper = async (): Promise<void> => {}

  await fastify.ready()
  return {
    ...app,
    services,
    async start() {
      await teller.start()
      services.mailer.start()
      await warnOfStranded(deps)
      services.leaver.start()
      stopSweeper = startSweeper(sweeps.sweeps, deps.log)
    },
    async stop() {
      await fastify.close()
      await stopSweeper()
      await services.mailer.stop()
      await services.leaver.stop()
      await teller.stop()
      await gateway.close()
      services.settings.close()
      book.close()
      upstreams.close()
      await services.keys.close()
    },
  }
}
