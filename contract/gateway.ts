import { z } from 'zod'
import { orgParams } from './common.ts'
import { endpoint } from './endpoint.ts'

/** What a model is for. */
export const modelPurposes = [
  'chat',
  'embeddings',
  'images',
  'audio',
  'video',
  'rerank',
  'moderation',
] as const

export const gateway = {
  models: endpoint({
    method: 'GET',
    path: '/orgs/{org}/models',
    access: { kind: 'member', permission: 'prices:check' },
    summary: 'The models that this organization may call, with their price',
    params: orgParams,
    reply: z.object({
      items: z.array(
        z.object({
          id: z.string(),
          /** What it is for, as far as its name says; only what `chat` says is offered in the playground. */
          purpose: z.enum(modelPurposes),
          state: z.enum(['priced', 'free', 'unpriced']),
          ratesUsdPerMillion: z.record(z.string(), z.string()),
          perRequestUsd: z.string(),
          /** What replaces a rate for the whole call once its input exceeds so many tokens. */
          tiers: z.array(
            z.object({ bucket: z.string(), aboveInputTokens: z.number().int(), usdPerMillion: z.string() }),
          ),
          /** Whether a call would be accepted under the organization's policy. */
          accepted: z.boolean(),
        }),
      ),
    }),
  }),
  playground: endpoint({
    method: 'POST',
    path: '/orgs/{org}/playground/chat/completions',
    access: { kind: 'member', permission: 'models:call' },
    summary:
      "A chat completion as a member, paid from the organization's wallet: body, answer, stream and errors as on `POST /v1/chat/completions`. The request id is in `x-request-id`",
    params: orgParams,
    /** As of OpenAI's protocol; the relay reads it, not this contract. */
    body: z.unknown(),
    reply: z.unknown(),
    bodyBytes: 33_554_432,
  }),
}
