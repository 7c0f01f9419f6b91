import type { z } from 'zod'
import { contract } from '../../../contract/index.ts'
import { playgroundKeyId } from '../../../contract/usage.ts'
import type { App } from '../../http/app.ts'
import { takeOver } from '../../http/exchange.ts'
import { rawRoute, route } from '../../http/route.ts'
import { type RecordIp, recordedIp } from '../keys/index.ts'
import { ratesToUsd } from '../money/index.ts'
import { readPolicy } from '../organizations/index.ts'
import type { Caller } from './caller.ts'
import { purposeOf } from './purpose.ts'
import { beginCall, type RelayParts, relay, unavailable } from './relay.ts'
import { bodyOf } from './routes.ts'

type Model = z.input<typeof contract.gateway.models.reply>['items'][number]

/** The console's own way to the models: a member calls, their organization pays, the same pipeline as for keys. */
export function mountPlayground(app: App, parts: RelayParts): void {
  route(
    app,
    contract.gateway.models,
  )(async (ctx) => {
    const { registry, book, settings } = parts
    const policy = await readPolicy(ctx, ctx.member.organizationId)
    const [{ unpricedModels }] = await Promise.all([settings.current(), registry.ready(), book.ready()])
    const unpricedAccepted = unpricedModels !== 'never' && policy.accept_unpriced_models === 1
    const items = registry.models().map((id): Model => {
      const price = book.lookup({ model: id, provider: registry.providerOf(id) ?? null }, ctx.clock.now())
      const rates = price
        ? ratesToUsd(price.rates)
        : { ratesUsdPerMillion: {}, perRequestUsd: '0', tiers: [] }
      const { ratesUsdPerMillion, perRequestUsd, tiers } = rates
      return {
        id,
        purpose: purposeOf(id),
        state: price?.state ?? 'unpriced',
        ratesUsdPerMillion,
        perRequestUsd,
        tiers: tiers.flatMap(({ aboveInputTokens, ratesUsdPerMillion: above }) =>
          Object.entries(above).map(([bucket, usdPerMillion]) => ({
            bucket,
            aboveInputTokens,
            usdPerMillion,
          })),
        ),
        accepted: price !== null || unpricedAccepted,
      }
    })
    return { items }
  })

  rawRoute(app, contract.gateway.playground, async (ctx, request, reply) => {
    const policy = await readPolicy(ctx, ctx.member.organizationId)
    const caller: Caller = {
      keyId: playgroundKeyId,
      organizationId: ctx.member.organizationId,
      accountId: ctx.session.accountId,
      ip: recordedIp(policy.record_ip as RecordIp, ctx.ip),
      acceptUnpricedModels: policy.accept_unpriced_models === 1,
      mayCall: true,
      mayList: true,
      models: null,
    }
    const call = beginCall(request.id, ctx.clock.now(), caller, 'chat.completions')
    reply.header('request-id', request.id)
    const exchange = takeOver(request, reply)
    await relay(parts, call, bodyOf(request), exchange).catch((error: unknown) =>
      unavailable(parts, call, exchange, error),
    )
  })
}
