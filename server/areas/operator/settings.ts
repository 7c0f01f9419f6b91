import type { z } from 'zod'
import type { contract } from '../../../contract/index.ts'
import type { settingsValues, settingsView } from '../../../contract/operator.ts'
import type { RequestContext, SignedIn } from '../../http/context.ts'
import { lacksRequired, ownSecondFactorFirst } from '../accounts/index.ts'
import { record } from '../audit/index.ts'
import { sandboxServes } from '../gateway/index.ts'
import { nanosToUsd, usdToNanos } from '../money/index.ts'
import type { SettingName, Settings, SettingsStore } from '../settings/index.ts'
import { settingLocked } from './errors.ts'
import { keepingOwnWayIn } from './own-way-in.ts'

type Values = z.output<typeof settingsValues>
type PublicName = keyof Values

/** What a setting is called outside: money has its unit in the name. */
const publicNames = {
  registration: 'registration',
  startingCreditNanos: 'startingCreditUsd',
  unpricedModels: 'unpricedModels',
  unpricedFallbackNanos: 'unpricedFallbackUsdPerCall',
  defaultMaxOutputTokens: 'defaultMaxOutputTokens',
  sandbox: 'sandbox',
  passwordMinLength: 'passwordMinLength',
  passkeys: 'passkeys',
  passwordSignIn: 'passwordSignIn',
  breachCheck: 'breachCheck',
  requireTwoFactor: 'requireTwoFactor',
  sessionIdleDays: 'sessionIdleDays',
  sessionDays: 'sessionDays',
  lockoutTries: 'lockoutTries',
  lockoutMinutes: 'lockoutMinutes',
  deletionGraceDays: 'deletionGraceDays',
} as const satisfies Record<SettingName, PublicName>

async function present({ store }: RequestContext, settings: Settings): Promise<Values> {
  const { startingCreditNanos, unpricedFallbackNanos, sandbox, ...others } = settings
  const real = await store.db
    .selectFrom('upstreams')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('enabled', '=', 1)
    .executeTakeFirstOrThrow()
  return {
    ...others,
    startingCreditUsd: nanosToUsd(startingCreditNanos),
    unpricedFallbackUsdPerCall: nanosToUsd(unpricedFallbackNanos),
    sandbox: sandboxServes(sandbox, Number(real.n)),
  }
}

/** What is obeyed now, what would be without a decision, and what the environment fixes. */
export async function viewSettings(
  ctx: RequestContext,
  settings: SettingsStore,
): Promise<z.input<typeof settingsView>> {
  const [current, defaults] = await Promise.all([settings.current(), settings.defaults()])
  return {
    ...(await present(ctx, current)),
    defaults: await present(ctx, defaults),
    lockedByEnvironment: settings.locked.map(({ name, variable }) => ({
      setting: publicNames[name],
      variable,
    })),
  }
}

/**
 * Changes only what is named (promise 9).
 *
 * @throws 409 for what the environment fixes, and for a switch that would leave whoever turns it off without a way in.
 */
export async function changeSettings(
  ctx: RequestContext & { session: SignedIn },
  settings: SettingsStore,
  body: z.output<typeof contract.admin.updateSettings.body>,
): Promise<void> {
  for (const { name, variable } of settings.locked) {
    const outside = publicNames[name]
    if (body[outside] !== undefined) throw settingLocked(outside, variable)
  }
  // Whoever switches it on would be the first to be kept out of this page, and nobody else may be left to help.
  if (body.requireTwoFactor !== undefined && lacksRequired(body.requireTwoFactor, ctx.session))
    throw ownSecondFactorFirst()
  const changes = changesOf(body)
  if (Object.keys(changes).length === 0) return
  const { accountId } = ctx.session
  const narrows = changes.passkeys === false || changes.passwordSignIn === false
  await ctx.store.transaction(async (tx) => {
    const change = () => settings.change(tx, changes)
    const before = narrows ? await keepingOwnWayIn(tx, ctx, change) : await change()
    const details: Record<string, unknown> = {}
    for (const name of Object.keys(changes) as SettingName[])
      details[publicNames[name]] = { from: plain(before[name]), to: plain(changes[name]) }
    await record(tx, ctx, { act: 'settings.updated', accountId, details })
  })
}

/** The decisions that are named, in our own units. */
function changesOf(body: z.output<typeof contract.admin.updateSettings.body>): Partial<Settings> {
  const { startingCreditUsd, unpricedFallbackUsdPerCall: fallback, ...others } = body
  const named = {
    ...others,
    startingCreditNanos: startingCreditUsd === undefined ? undefined : usdToNanos(startingCreditUsd),
    unpricedFallbackNanos: fallback === undefined ? undefined : usdToNanos(fallback),
  }
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined))
}

const plain = (value: unknown): unknown => (typeof value === 'bigint' ? nanosToUsd(value) : value)
